from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "bantracker.delivery"
    label = "delivery"
