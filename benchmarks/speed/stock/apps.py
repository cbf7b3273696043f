from django.apps import AppConfig


class StockConfig(AppConfig):
    name = "benchmarks.speed.stock"
    label = "stock"
    default_auto_field = "django.db.models.BigAutoField"
