"""Owns the names of news agencies and press-release wires, as datelines give them."""

from __future__ import annotations

import re

_WORLD = """
reuters; thomson reuters; thomson reuters foundation; ap; associated press; the associated press;
afp; agence france-presse; upi; bloomberg; bloomberg news; dow jones; marketwatch; cnn;
cnn business; bbc; bbc news; voa; rfe/rl; rfa; dw; npr; cnbc; al jazeera; sputnik; ips; irin; cns;
rns; zenit; vis; the conversation; dpa; dpa-afx; dpa/tmn; apa; sda; keystone-sda; ats; anp; belga;
ritzau; ntb; tt; stt; fnb; pap; ctk; čtk; mti; tasr; sita; sta; hina; tanjug; fonet; beta; bta;
agerpres; mediafax; amna; ana-mpa; ansa; agi; adnkronos; askanews; efe; ep; europa press; lusa;
telam; télam; andina; notimex; prensa latina; abi; agencia brasil; agência brasil;
estadão conteúdo; pa; pa media; press association; cp; canadian press; the canadian press;
la presse canadienne; ritzaus bureau; kna; epd; sid; idw
"""
_ASIA_AND_AFRICA = """
xinhua; 新华社; 中新社; cna; focus taiwan; kyodo; kyodo news; jiji; jiji press;
yonhap; newsis; news1;
kcna; vna; tna; bernama; antara; pna; aap; nzpa; rnz; pti; ani; ians; uni; app; inp; nni; online;
bss; unb; khaama press; pajhwok; tolonews; aa; anadolu; anadolu agency; dha; iha; irna; isna;
mehr; mna; tasnim; fars; kuna; wam; spa; qna; bna; ona; petra; sana; nna; mena; map; aps; tap;
lana; suna; wafa; nan; gna; shabait; ena; angop; apanews; panapress; interfax; interfax-ukraine;
tass; itar-tass; тасс; риа новости; ria novosti; ria; интерфакс; unian; унiан; ukrinform;
укринформ; belta; белта; kazinform; trend; azertac; armenpress; 24.kg; akipress; رويترز; أ ف ب;
واس; وام; ایرنا; ایسنا; 聯合ニュース; 共同; 時事; 연합뉴스; 뉴시스
"""
_RELEASES = """
prnewswire; pr newswire; prnewswire-firstcall; prnewswire-usnewswire; prnewswire-asianet;
business wire; businesswire; globenewswire; globe newswire; accesswire; newsfile; newsfile corp;
newsfile corp.; cnw; cnw group; canada newswire; ein presswire; einpresswire; einpresswire.com;
marketwired; marketwire; market wire; prweb; presswire; m2 presswire; jcn newswire;
media outreach; media outreach newswire; newmediawire; acn newswire; cision; ots; euro adhoc;
asianet; send2press; send2press newswire; abnewswire; issuewire; pressat; realwire; usnewswire;
us newswire; ewire; primezone
"""
_KNOWN = frozenset(
    name.strip()
    for names in (_WORLD, _ASIA_AND_AFRICA, _RELEASES)
    for name in names.replace("\n", " ").split(";")
)
_PART = re.compile(r"[/\-, ]")


def is_agency(name: str) -> bool:
    """Whether a name is that of an agency, alone or as the first of several: `AP/Reuters`."""
    name = " ".join(name.lower().split())
    return name in _KNOWN or _PART.split(name, maxsplit=1)[0] in _KNOWN
