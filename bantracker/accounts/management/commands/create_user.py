"""Make an account: nobody signs up, an operator lets people in."""

from __future__ import annotations

import getpass
import os
import secrets
import sys
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from bantracker.accounts.models import Role, User


class Command(BaseCommand):
    help = "Make an account. Asks for the password; an empty answer, or no terminal, makes one and prints it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", nargs="?", default="")
        parser.add_argument("--role", choices=Role.values, default=Role.OPERATOR.value)
        parser.add_argument("--name", default="")
        parser.add_argument("--password-from", metavar="VARIABLE", help="take the password from this variable")
        parser.add_argument("--replace", action="store_true", help="give an existing account this password and role")

    def handle(self, *_: Any, **options: Any) -> None:
        email = options["email"] or (input("E-mail address: ").strip() if sys.stdin.isatty() else "")
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError(f"“{email}” is not an e-mail address. Say: make user EMAIL=you@example.org") from error
        user = User.objects.filter(email__iexact=email).first()
        if user and not options["replace"]:
            raise CommandError(f"{user.email} has an account already. Add --replace to set its password and role.")
        user = user or User(email=User.objects.normalize_email(email))
        user.role, user.name = options["role"], options["name"] or user.name
        password, is_made = self._password(user, options["password_from"])
        user.set_password(password)
        user.is_active = True
        user.save()
        if options["verbosity"]:
            self.stdout.write(f"{user.email} may sign in as {user.get_role_display()}.")
        if is_made:
            self.stdout.write(f"Password: {password}")

    def _password(self, user: User, variable: str | None) -> tuple[str, bool]:
        """Give the password and whether it was made up here; CommandError when it is too weak."""
        if variable:
            if not os.environ.get(variable):
                raise CommandError(f"The variable {variable} is empty.")
            return os.environ[variable], False
        typed = getpass.getpass("Password (empty: make one): ") if sys.stdin.isatty() else ""
        if not typed:
            return secrets.token_urlsafe(15), True
        try:
            validate_password(typed, user)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        return typed, False
