"""People with an account: an address to sign in with and one of four roles."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person comes for. Each may do what the ones before it may."""

    SUBSCRIBER = "subscriber", _("Subscriber")
    ANALYST = "analyst", _("Analyst")
    EDITOR = "editor", _("Editor")
    OPERATOR = "operator", _("Operator")


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:  # noqa: ANN401 - columns of User
        """Make an account; without a password nobody can sign in to it."""
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:  # noqa: ANN401 - columns of User
        """Make an operator who may do everything (`manage.py createsuperuser`)."""
        return self.create_user(email, password, role=Role.OPERATOR, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=200, blank=True)
    role = models.CharField(_("role"), max_length=20, choices=Role.choices, default=Role.ANALYST)
    is_active = models.BooleanField(_("may sign in"), default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values),
                name="user_role_is_known",
                violation_error_message=_("Choose one of the four roles."),
            ),
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_once",
                violation_error_message=_("An account with this e-mail address exists already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def may_decide(self) -> bool:
        """Whether this person may approve, reject and amend."""
        return self.is_superuser or self.role in {Role.EDITOR, Role.OPERATOR}

    @property
    def may_operate(self) -> bool:
        """Whether this person may change sources and see operations."""
        return self.is_superuser or self.role == Role.OPERATOR
