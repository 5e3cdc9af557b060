"""The buyer's notice: both languages, and a hash that proves the words."""

from __future__ import annotations

from orders.notices import VERSION, buyers_notice, is_current


def test_both_languages_say_the_same_five_points():
    chinese, english = buyers_notice("zh-hans"), buyers_notice("en")
    assert len(chinese.points) == len(english.points) == 5
    assert chinese.version == english.version == VERSION and chinese.text_hash != english.text_hash


def test_any_other_language_reads_chinese():
    assert buyers_notice("fr") == buyers_notice("zh-hans")


def test_only_the_words_in_force_are_current():
    for language in ("zh-hans", "en"):
        assert is_current(VERSION, buyers_notice(language).text_hash)
    assert not is_current("2019-1", buyers_notice("en").text_hash)
    assert not is_current(VERSION, "0" * 64)
