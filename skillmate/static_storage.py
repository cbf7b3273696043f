from whitenoise.storage import CompressedManifestStaticFilesStorage


class ModuleManifestStorage(CompressedManifestStaticFilesStorage):
    """Hashed names for static files, ES modules' own imports included."""

    support_js_module_import_aggregation = True
