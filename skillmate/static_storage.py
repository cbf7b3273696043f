import posixpath
import re

from django.utils.functional import cached_property
from whitenoise.storage import CompressedManifestStaticFilesStorage

BUNDLE = "css/site.css"
IMPORT = re.compile(r'@import url\("([^"]+)"\) layer\((\w+)\);')
URL = re.compile(r'url\("([^":]+)"\)')


class ModuleManifestStorage(CompressedManifestStaticFilesStorage):
    """Hashed names for static files, ES modules' own imports included, and one style sheet.

    While developing the browser follows the imports of `site.css`; for visitors they are put into
    it, each in its layer, because every file more is a round trip before the first paint.
    """

    support_js_module_import_aggregation = True

    def url(self, name: str | None, force: bool = False) -> str:
        """A page names fifty files, each time the same."""
        if (name, force) not in self._urls:
            self._urls[name, force] = super().url(name, force)
        return self._urls[name, force]

    @cached_property
    def _urls(self) -> dict[tuple[str | None, bool], str]:
        return {}

    def post_process(self, paths, dry_run=False, **options):
        if not dry_run and BUNDLE in paths:
            self._bundle()
            paths = {**paths, BUNDLE: (self, BUNDLE)}
        yield from super().post_process(paths, dry_run=dry_run, **options)

    def _bundle(self) -> None:
        css = IMPORT.sub(lambda match: self._layer(*match.groups()), self._read(BUNDLE))
        with open(self.path(BUNDLE), "w", encoding="utf-8") as file:
            file.write(css)

    def _layer(self, name: str, layer: str) -> str:
        folder = posixpath.dirname(name)

        def from_bundle(match: re.Match) -> str:
            return f'url("{posixpath.normpath(posixpath.join(folder, match[1]))}")'

        css = self._read(posixpath.join(posixpath.dirname(BUNDLE), name))
        return f"@layer {layer} {{\n{URL.sub(from_bundle, css)}\n}}"

    def _read(self, name: str) -> str:
        with open(self.path(name), encoding="utf-8") as file:
            return file.read()
