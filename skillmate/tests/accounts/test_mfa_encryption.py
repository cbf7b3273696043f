"""What the database knows of a second step is of no use without the site's key."""

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from allauth.mfa.totp.internal.auth import yield_hotp_counters_from_time as counters

from skillmate.accounts.mfa_encryption import seal, unseal

SECRET = "JBSWY3DPEHPK3PXP"
KEY, OTHER = "k" * 60, "o" * 60


@pytest.fixture
def key(settings):
    settings.SECRET_KEY = KEY


def code_for(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(counters()))))


@pytest.mark.usefixtures("key")
def test_stored_secret_is_not_the_one_of_the_app(student):
    totp = TOTP.activate(student, SECRET)
    stored = Authenticator.objects.get(user=student, type="totp").data["secret"]
    assert SECRET not in stored
    assert totp.validate_code(code_for(SECRET)) is True


@pytest.mark.usefixtures("key")
def test_recovery_codes_cannot_be_made_from_the_row(student):
    codes = RecoveryCodes.activate(student)
    seed = codes.instance.data["seed"]
    assert unseal(seed) != seed
    assert len(codes.get_unused_codes()) == 10
    assert codes.validate_code(codes.get_unused_codes()[0]) is True


@pytest.mark.usefixtures("key")
def test_a_changed_key_decrypts_secrets_of_an_earlier_one(settings):
    sealed = seal(SECRET)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = OTHER, [KEY]
    assert unseal(sealed) == SECRET


@pytest.mark.usefixtures("key")
def test_without_the_earlier_key_no_code_fits(student, settings, caplog):
    totp = TOTP.activate(student, SECRET)
    settings.SECRET_KEY = OTHER
    assert [totp.validate_code(code_for(stored_secret)) for stored_secret in (SECRET, "")] == [
        False,
        False,
    ]
    assert "SECRET_KEY_FALLBACKS" in caplog.text


@pytest.mark.parametrize("plain", [SECRET, "a1b2c3"])
def test_unencrypted_secret_still_works(plain):
    assert get_adapter().decrypt(plain) == plain
