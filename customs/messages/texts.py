"""One plain sentence a rule, in English and Chinese. `{name}` stands for a fact of the finding."""

from collections.abc import Mapping

TEXTS: dict[str, tuple[str, str]] = {
    "unreadable": ("The file cannot be read: {reason}.", "文件无法读取：{reason}。"),
    "too_large": (
        "The file is larger than {limit} bytes; it was not read.",
        "文件超过 {limit} 字节，未予读取。",
    ),
    "empty": ("The file is empty.", "文件为空。"),
    "doctype": ("A DOCTYPE is not allowed in a customs message.", "海关报文不允许包含 DOCTYPE。"),
    "not_well_formed": ("This is not well-formed XML: {reason}.", "不是格式良好的 XML：{reason}。"),
    "unknown_message": ("{name} is no message kind we know.", "未知的报文类型：{name}。"),
    "unexpected_element": (
        "{name} does not belong here; expected {expected}.",
        "此处不应出现 {name}，应为 {expected}。",
    ),
    "missing_element": ("{name} is missing.", "缺少 {name}。"),
    "too_many": ("{name} may stand at most {limit} times.", "{name} 最多出现 {limit} 次。"),
    "unexpected_text": ("Text is not allowed between elements: {value}.", "元素之间不允许有文本：{value}。"),
    "element_in_text": ("{name} may not stand inside a value.", "取值中不允许出现元素 {name}。"),
    "unexpected_attribute": ("The attribute {name} is not allowed.", "不允许出现属性 {name}。"),
    "missing_attribute": ("The attribute {name} is missing.", "缺少属性 {name}。"),
    "length": (
        "Must have exactly {limit} characters, has {length}.",
        "长度必须为 {limit} 个字符，实际为 {length} 个。",
    ),
    "min_length": (
        "Must have at least {limit} characters, has {length}.",
        "长度至少 {limit} 个字符，实际为 {length} 个。",
    ),
    "max_length": (
        "May have at most {limit} characters, has {length}.",
        "长度最多 {limit} 个字符，实际为 {length} 个。",
    ),
    "decimal": ("{value!r} is not a decimal number.", "{value!r} 不是十进制数。"),
    "total_digits": ("{value!r} has more than {limit} digits.", "{value!r} 的有效位数超过 {limit} 位。"),
    "fraction_digits": (
        "{value!r} has more than {limit} digits after the point.",
        "{value!r} 的小数位数超过 {limit} 位。",
    ),
    "integer": ("{value!r} is not a whole number of 32 bits.", "{value!r} 不是 32 位整数。"),
    "fixed_value": ("Must be {expected}, is {value!r}.", "必须为 {expected}，实际为 {value!r}。"),
    "datatype": ("{value!r} is not a valid {type}.", "{value!r} 不是有效的 {type}。"),
    "already_signed": ("The message is signed already.", "报文已加签。"),
    "duplicate_id": ("The Id {value!r} is used twice.", "标识 {value!r} 重复。"),
    "nil": ("xsi:nil is not allowed here.", "此处不允许 xsi:nil。"),
    "xsi_type": ("xsi:type {value!r} does not fit here.", "此处不允许 xsi:type {value!r}。"),
    "more": ("More findings follow; only the first {limit} are shown.", "问题过多，仅列出前 {limit} 条。"),
    "no_documents": ("The message holds no document.", "报文中没有业务单据。"),
    "too_many_documents": (
        "A message holds at most {limit} documents, given {given}.",
        "每个报文最多 {limit} 份单据，实际 {given} 份。",
    ),
    "too_many_lines": (
        "A document holds at most {limit} lines, given {given}.",
        "每份单据最多 {limit} 项商品，实际 {given} 项。",
    ),
    "no_lines": ("The document has no line.", "单据没有表体。"),
    "unexpected_lines": ("This document has no lines.", "此类单据没有表体。"),
    "unknown_field": ("{name} is no field of {group}.", "{group} 没有字段 {name}。"),
    "bad_value": ("{value!r} cannot be written into a message.", "{value!r} 无法写入报文。"),
    "paid_sum": (
        "acturalPaid {stated} is not goodsValue + freight + taxTotal - discount = {counted}.",
        "实际支付金额 {stated} 不等于商品价格＋运杂费＋代扣税款－非现金抵扣＝{counted}。",
    ),
    "goods_sum": (
        "The lines sum to {counted}, goodsValue says {stated}.",
        "表体总价合计 {counted}，与商品价格 {stated} 不一致。",
    ),
    "line_total": (
        "totalPrice {stated} is not price x qty = {counted}.",
        "总价 {stated} 不等于单价×数量＝{counted}。",
    ),
    "duplicate_line": ("Line number {value} is used twice.", "商品序号 {value} 重复。"),
    "duplicate_document": (
        "{name} {value} stands in two documents of this file.",
        "{name} {value} 在本报文中重复出现。",
    ),
    "duplicate_guid": ("The guid {value} is used by two documents.", "系统唯一序号 {value} 重复。"),
    "identity_number": ("{name} is no valid resident ID number.", "{name} 不是有效的居民身份证号码。"),
    "identity_type": ("{name} must be 1, is {value!r}.", "证件类型只能为 1，实际为 {value!r}。"),
    "net_weight": ("Net weight {net} is above gross weight {gross}.", "净重 {net} 大于毛重 {gross}。"),
    "second_unit": (
        "qty2 and unit2 must stand together, qty2 above 0.",
        "第二法定数量与单位须同时填写，且数量大于 0。",
    ),
    "tax_sum": (
        "{name} {stated} is not the sum of its lines, {counted}.",
        "{name} {stated} 与表体合计 {counted} 不一致。",
    ),
}


def sentence(rule: str, facts: Mapping[str, object], language: str = "en") -> str:
    """The rule's sentence in `language`: "zh" in any spelling is Chinese, all else English."""
    english, chinese = TEXTS[rule]
    template = chinese if language.lower().startswith("zh") else english
    return template.format(**{key: _shown(value) for key, value in facts.items()})


def _shown(value: object) -> object:
    return value if isinstance(value, int | str) else str(value)
