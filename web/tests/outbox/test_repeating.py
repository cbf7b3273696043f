from datetime import timedelta

from django.utils import timezone

from web.models import OutgoingMail
from web.outbox.delivery import claim_next, send_due_mail
from web.outbox.repeating import forget, send_again
from web.outbox.retention import forget_old_mail


def test_what_was_given_up_can_be_sent_again(server, write):
    write("ada@example.com")
    OutgoingMail.objects.update(failed_at=timezone.now(), tries=6)
    assert send_due_mail() == 0
    assert send_again(OutgoingMail.objects.all()) == 1
    assert send_due_mail() == 1
    assert send_again(OutgoingMail.objects.all()) == 0


def test_what_is_leaving_and_what_has_dead_links_is_not_sent_again(write):
    write("ada@example.com", priority=OutgoingMail.Priority.ACCOUNT)
    write("bob@example.com")
    week_ago = timezone.now() - timedelta(days=7)
    OutgoingMail.objects.update(created_at=week_ago, failed_at=timezone.now())
    assert send_again(OutgoingMail.objects.all()) == 1
    assert claim_next()
    assert send_again(OutgoingMail.objects.all()) == 0


def test_only_what_was_given_up_can_be_forgotten(write):
    write("ada@example.com", "bob@example.com")
    first = OutgoingMail.objects.earliest("pk")
    OutgoingMail.objects.filter(pk=first.pk).update(failed_at=timezone.now())
    assert forget(OutgoingMail.objects.all()) == 1
    assert OutgoingMail.objects.waiting().count() == 1


def test_what_left_or_failed_a_month_ago_is_forgotten(write):
    write(*(f"{name}@example.com" for name in "abc"))
    old = timezone.now() - timedelta(days=31)
    sent, failed, _waiting = OutgoingMail.objects.order_by("pk")
    OutgoingMail.objects.update(created_at=old)
    OutgoingMail.objects.filter(pk=sent.pk).update(sent_at=old)
    OutgoingMail.objects.filter(pk=failed.pk).update(failed_at=old)
    assert forget_old_mail() == 2
    assert OutgoingMail.objects.waiting().count() == 1
