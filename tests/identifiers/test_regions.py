"""Provinces and cities as addresses write them today."""

from identifiers.provinces import province_of
from identifiers.regions import cities


def test_every_province_of_the_mainland_is_there_with_its_cities():
    found = cities()
    assert len(found) == 31 and sum(map(len, found.values())) == 337
    assert all(province_of("", name) for name in found)
    assert found["浙江省"][:2] == ("杭州市", "宁波市") and len(found["浙江省"]) == 11
    assert found["北京市"] == ("北京市",)


def test_names_that_were_given_up_and_what_is_no_city_are_left_out():
    known = {city for group in cities().values() for city in group}
    assert "襄阳市" in known and "襄樊市" not in known  # 2010
    assert "莱芜市" not in known and "巢湖市" not in known  # 2019, 2011
    assert not known & {"市辖区", "县", "林区", "省直辖县级行政区划"}
    assert not any(city.startswith(("香港", "澳門", "台湾")) for city in known)
