"""Names of the countries that demo goods come from, by ISO code."""

from demo.goods.types import Text

COUNTRIES: dict[str, Text] = {
    "AU": Text("澳大利亚", "Australia"),
    "BE": Text("比利时", "Belgium"),
    "CA": Text("加拿大", "Canada"),
    "CH": Text("瑞士", "Switzerland"),
    "CL": Text("智利", "Chile"),
    "CO": Text("哥伦比亚", "Colombia"),
    "DE": Text("德国", "Germany"),
    "DK": Text("丹麦", "Denmark"),
    "ES": Text("西班牙", "Spain"),
    "FR": Text("法国", "France"),
    "GB": Text("英国", "United Kingdom"),
    "IT": Text("意大利", "Italy"),
    "JP": Text("日本", "Japan"),
    "KR": Text("韩国", "Korea"),
    "NL": Text("荷兰", "Netherlands"),
    "NO": Text("挪威", "Norway"),
    "NZ": Text("新西兰", "New Zealand"),
    "PT": Text("葡萄牙", "Portugal"),
    "SE": Text("瑞典", "Sweden"),
    "TH": Text("泰国", "Thailand"),
    "US": Text("美国", "United States"),
}
