"""Recovery codes can be looked at again and again, so nothing has to note that they were."""

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes


def leave_unmarked() -> None:
    """allauth writes into the row when codes are first shown or downloaded, which is by GET.

    It asks for that with `MFA_RECOVERY_CODES_SHOW_ONCE` alone, which this site does not switch on.
    Both of its views mark by this method, and neither leaves it out for a setting.
    """
    RecoveryCodes.mark_as_viewed = _do_nothing


def _do_nothing(codes: RecoveryCodes) -> None:
    pass
