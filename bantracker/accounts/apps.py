from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "bantracker.accounts"
    label = "accounts"
