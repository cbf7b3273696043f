"""Hashing a password takes a while: it is done before a transaction keeps others from writing."""

from django.contrib.auth.models import User


class HashedPassword:
    """Put before a sign-up form. It is hashed whether or not there is an account already: the time
    must not tell."""

    _user_with_password: User

    def clean(self) -> dict:
        super().clean()
        # allauth would hash it again.
        password = self.cleaned_data.pop("password1", None)
        if not self.errors:
            self._user_with_password = User()
            self._user_with_password.set_password(password)
        return self.cleaned_data

    def put_password(self, user: User) -> None:
        """As `user.set_password()` does."""
        user.password = self._user_with_password.password
        user._password = self._user_with_password._password


class ChangedPassword(HashedPassword):
    """Put before a form that changes the password of its `user`."""

    def save(self) -> None:
        self.put_password(self.user)
        self.user.save()
