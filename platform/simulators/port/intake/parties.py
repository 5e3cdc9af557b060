"""Who signed, who is named, and whether they are the same (企业备案与证书校验)."""

from simulators.port import enterprises
from simulators.port.intake.format import Document, Message
from simulators.port.intake.signature import SignatureError, Signer, verify
from simulators.port.office import Office
from simulators.port.types import Verdict

_SPEAKERS = {
    "311": ("ebpCode", "ebcCode"),
    "411": ("payCode",),
    "511": ("logisticsCode",),
    "621": ("agentCode",),
    "513": ("logisticsCode",),
    "623": ("agentCode",),
    "625": ("agentCode",),
    "711": ("operatorCode",),
}
_COMPANIES = {
    "311": ("ebpCode", "ebcCode", "payCode"),
    "411": ("payCode", "ebpCode"),
    "511": ("logisticsCode",),
    "621": ("ebpCode", "ebcCode", "logisticsCode", "agentCode"),
    "513": ("logisticsCode",),
    "623": ("ebpCode", "ebcCode", "logisticsCode", "agentCode"),
    "625": ("ebpCode", "ebcCode", "logisticsCode", "agentCode"),
    "711": ("operatorCode", "logisticsCode"),
}
_UNSIGNED = {"311": "-301008", "411": "-401009", "511": "-504011", "513": "-505011", "623": "-623029",
             "625": "-625208", "711": "-800001"}  # fmt: skip
_BY_DECLARANT = ("621", "623", "625")


def check_signature(office: Office, kind: str, message: Message) -> Signer | Verdict | None:
    """The signer; None where the port is told to take unsigned messages."""
    try:
        signer = verify(message.root)
    except SignatureError as problem:
        code = _UNSIGNED.get(kind) or ("-621028" if problem.digest else "-621029")
        return Verdict(code, f"验签失败[{problem}]")
    if signer is None:
        if office.settings["require_signature"]:
            return Verdict(_UNSIGNED.get(kind, "-621026"), "验签失败[签名为空]")
        return None
    if not signer.valid_at(office.clock()):
        return Verdict(_UNSIGNED.get(kind, "-621029"), "验签失败[证书不在有效期内]")
    if not enterprises.codes_of(office.store, signer.fingerprint):
        return Verdict("-10102", "企业代码无效[签名证书未注册]")
    return signer


def check_parties(
    office: Office, kind: str, document: Document, signer: Signer | None, sender: str
) -> Verdict | None:
    for name in _COMPANIES[kind]:
        code = document.head.get(name, "")
        if code and not enterprises.is_registered(office.store, code):
            return Verdict("-10102", f"企业代码无效[{name}:{code}]")
    if signer is None:
        return None
    speakers = {document.head[name] for name in _SPEAKERS[kind]}
    if kind not in _BY_DECLARANT:
        speakers.add(sender)
    if not speakers & enterprises.codes_of(office.store, signer.fingerprint):
        return Verdict("-621015", f"申报企业与证书企业不一致[{'/'.join(sorted(speakers))}]")
    return None
