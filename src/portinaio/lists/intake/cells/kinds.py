"""The kinds of call that lists speak of, in the words of eight languages, as `core.evidence.CATEGORIES` calls them."""

from __future__ import annotations

from portinaio.core.evidence import CATEGORIES
from portinaio.lists.intake.column_names import plain

_WORDS = {
    "marketing": "advertising telemarketing sales sales_call werbung werbeanruf verkauf publicité démarchage"
    " démarchage_téléphonique publicidad comercial ventas pubblicità promozione promozioni commerciale vendita"
    " publicidade vendas reclame verkoop telemarketeer reklam satiş",
    "survey": "surveys poll polls umfrage umfragen meinungsumfrage sondage sondages encuesta encuestas sondaggio sondaggi"
    " pesquisa inquérito enquête anket anketler",
    "scam": "scams fraud phishing betrug abzocke arnaque arnaques escroquerie fraude estafa estafas truffa truffe frode golpe"
    " burla oplichting dolandiricilik dolandirici",
    "robocall": "robocalls robot automated recorded recording prerecorded_voice recorded_message bandansage computeranruf"
    " automate appel_automatique automático robollamada robochiamata voce_registrata robô robochamada"
    " automatisch otomatik",
    "ping": "pings wangiri one_ring pinganruf lockanruf squillo chiamata_persa",
    "silent": "silent_call silent_calls abandoned abandoned_calls hang_up stiller_anruf schweigeanruf silencieux appel_muet"
    " silencioso llamada_muda llamada_silenciosa muta chiamata_muta muto silenzioso mudo stil zwijgend sessiz",
    "debt": "debts debt_collection debt_collector collection inkasso recouvrement cobranza cobro deuda recupero_crediti debiti"
    " cobrança incasso borç",
    "charity": "charities donations spende spenden wohltätigkeit charité dons caridad donaciones beneficenza donazioni caridade"
    " doações goede_doelen bağiş",
    "political": "politics politik politique político siyasi",
    "energy": "electricity gas power utilities solar energie strom électricité electricidad luz energia"
    " luce luce_e_gas fotovoltaico energia_elétrica stroom enerji elektrik",
    "telecom": "telecoms telecommunications telephony internet telefon telefonie telekommunikation téléphonie"
    " telefonía telecomunicaciones telecomunicazioni telecomunicações telecommunicatie telekom",
    "finance": "financial finances bank banking insurance loan loans investment crypto trading finanzen versicherung kredit"
    " banque assurance crédit finanzas banco seguros préstamos finanza finanziaria assicurazioni banca prestiti"
    " investimenti trading_online criptovalute finanças seguro financiën bankieren verzekering finans banka kredi",
    "other": "others misc miscellaneous sonstige sonstiges andere anderes autre autres divers otro otros altro altri varie outro"
    " outros overig overige anders diğer",
}
_KIND = {plain(word): kind for kind, words in _WORDS.items() for word in f"{kind} {words}".split()}


def kind_of(text: str) -> str:
    """A word of `CATEGORIES`; empty where the list's own word says nothing to us."""
    return text if text in CATEGORIES else _KIND.get(plain(text), "")
