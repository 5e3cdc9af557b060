"""A message is sent in the person's language, and read in the language of whoever reads the page."""

from __future__ import annotations

import pytest

from notifications.models import Message
from notifications.selectors import messages_of
from notifications.services import send
from notifications.texts import WORDS
from tests import factories
from tests.orders import factories as orders

pytestmark = pytest.mark.django_db
RECALLED = {"title": {"zh-hans": "奶瓶", "en": "Baby bottle"}, "reason": "Glass found.", "number": "N1"}


def told(person, kind: str, language: str, context: dict[str, object]) -> Message:
    send(
        kind=kind, user_id=person.pk, language=language, occasion="one", context=context, now=orders.NOW
    )  # fmt: skip
    return Message.objects.get()


@pytest.mark.parametrize(
    ("language", "title", "text"),
    [
        ("zh-hans", "支付成功", "订单 N1 已支付，正在向海关申报。"),
        ("en", "Payment received", "Order N1 is paid. We are declaring it to customs now."),
    ],
)
def test_sent_in_the_persons_language_and_read_in_both(in_harbor, language, title, text):
    person = factories.shopper()
    row = told(person, "order.paid", language, {"number": "N1", "order_id": 7, "payer": "张三"})
    assert (row.title, row.text) == (title, text)
    assert row.context == {"number": "N1"}, "nothing else of the occasion is kept"
    read = {said: messages_of(person.pk, language=said)[0] for said in ("zh-hans", "en")}
    assert read["en"].text == "Order N1 is paid. We are declaring it to customs now."
    assert read["zh-hans"].text == "订单 N1 已支付，正在向海关申报。"
    assert messages_of(person.pk)[0].text == text, "the copy of one's data says what was sent"


def test_a_value_by_language_is_said_in_that_language(in_harbor):
    person = factories.shopper()
    row = told(person, "product.recalled", "zh-hans", RECALLED)
    assert "奶瓶" in row.text and "Baby bottle" not in row.text
    english = messages_of(person.pk, language="en")[0].text
    assert "You bought Baby bottle in order N1" in english and "奶瓶" not in english


def test_what_was_sent_before_values_were_kept_stays_as_it_was_sent(in_harbor):
    person = factories.shopper()
    told(person, "order.paid", "zh-hans", {"number": "N1"})
    Message.objects.update(context={})
    assert messages_of(person.pk, language="en")[0].text == "订单 N1 已支付，正在向海关申报。"
    Message.objects.update(context={"other": "x"}, kind="a.kind.that.is.gone")
    assert messages_of(person.pk, language="en")[0].title == "支付成功"


def test_words_without_their_value_are_refused_and_nothing_is_kept(in_harbor):
    person = factories.shopper()
    with pytest.raises(KeyError):
        send(kind="order.paid", user_id=person.pk, language="en", occasion="x", context={}, now=orders.NOW)
    assert not Message.objects.exists()


@pytest.mark.parametrize("kind", WORDS)
def test_every_kind_says_something_else_in_each_language(in_harbor, kind):
    names = [name.split("}")[0] for name in str(WORDS[kind].text).split("{")[1:]]
    person = factories.shopper()
    told(person, kind, "en", dict.fromkeys(names, "7"))
    said = [messages_of(person.pk, language=language)[0] for language in ("zh-hans", "en")]
    assert said[0].title != said[1].title and said[0].text != said[1].text
