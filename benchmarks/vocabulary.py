"""The words that generated files are made of: a mid-sized company that sells and supports things online."""

from __future__ import annotations

from typing import Final


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


DOMAINS: Final = _words(
    "support billing payments logistics returns catalog search marketing pricing fraud identity onboarding compliance "
    "legal finance procurement hiring people travel claims lending insights messaging moderation"
)
FUNCTIONS: Final = _words("core growth platform europe americas apac retail enterprise partners operations")
AREAS: Final = _words(
    "triage replies summaries extraction routing drafting review escalation translation scoring planning outreach"
)
VERBS: Final = _words(
    "answer approve assess assign audit balance cancel check classify close collect compare complete confirm correct "
    "describe detect draft escalate estimate evaluate explain extract flag forecast gather group hold identify "
    "inspect issue label list locate match measure merge monitor move notify order pause plan prepare price rank "
    "reconcile record refuse reject release remove reopen repair replace report rescan resolve return review route "
    "schedule score send settle sort split summarise suspend track translate update validate verify weigh"
)
NOUNS: Final = _words(
    "account address adjustment agreement allowance amendment answer appeal application appointment approval asset "
    "attachment audit balance basket batch benefit bill booking branch brief bundle call campaign card carrier case "
    "category charge checkout claim clause comment commission complaint condition consent contact contract "
    "conversation courier coupon credit currency customer deadline dealer debt decision delay delivery deposit device "
    "discount dispatch dispute document draft entry error estimate event exception exchange expense extension feature "
    "fee feed filing fine flight forecast form fraud gift grade guarantee guest handover hotel identity incident "
    "index inquiry instalment instruction insurance inventory invoice issue item itinerary job journey label landlord "
    "lead lease ledger letter licence limit listing loan location loss manifest margin market meeting member merchant "
    "message milestone mortgage network notice notification offer order outage owner package parcel partner passenger "
    "patient payment payout penalty pension permit phone plan policy portfolio position premium price product profile "
    "project promotion proof property proposal purchase quantity queue question quote rate rating rebate receipt "
    "recipient record reference refund region registration reminder renewal rent repair report request reservation "
    "resource response restriction return revenue review reward risk route salary sale sample schedule segment seller "
    "service session settlement shipment shop signature site slot snapshot source staff statement stock store "
    "subscription supplier survey table target tariff task tax team template tenant term ticket tier timeline token "
    "transaction transfer trip update upgrade usage vehicle vendor version visit voucher warehouse warranty "
    "withdrawal"
)
ADJECTIVES: Final = _words(
    "active accurate annual available average basic billable brief careful certified clear closed common complete "
    "conditional confidential consistent contested correct current daily delayed detailed direct disputed domestic "
    "duplicate early eligible empty exact expected expired external fair final first flexible formal frequent full "
    "general genuine hidden high incomplete independent individual initial internal international joint known large "
    "late legal limited linked local long manual missing monthly narrow national neutral new normal numeric obvious "
    "official older open optional original outstanding overdue partial pending permanent plain poor possible precise "
    "preferred prior private probable prompt proper public quarterly quick rare reasonable recent recurring regular "
    "related relevant reliable remaining repeated required restricted returned safe seasonal secondary separate "
    "serious short signed similar single small special specific standard strict sudden suitable temporary tentative "
    "typical unclear uncommon unpaid unusual urgent useful usual valid verified visible weekly whole wide written "
    "wrong"
)
ADVERBS: Final = _words(
    "always briefly calmly carefully clearly directly early exactly explicitly first fully gently gladly immediately "
    "later literally never only openly plainly politely precisely promptly quickly quietly rarely separately shortly "
    "simply slowly sometimes soon strictly twice usually"
)
PEOPLE: Final = _words(
    "agent analyst applicant auditor buyer caller candidate cardholder clerk colleague customer dispatcher driver "
    "engineer guest host inspector landlord lawyer manager member merchant nurse operator owner partner patient "
    "planner recruiter renter reviewer seller subscriber supervisor tenant traveller underwriter visitor"
)
PLACES: Final = _words(
    "archive basket calendar catalogue contract dashboard dossier email form handbook history inbox invoice ledger "
    "letter manual message notebook portal queue receipt register report schedule spreadsheet statement thread ticket "
    "timeline transcript"
)
ACCENTED: Final = (
    "Café and hotel guests write in mixed languages — answer in the one they used last.",
    "Amounts may carry €, £ or ¥; keep the sign that the customer wrote.",
    "Names such as Zoë, Łukasz or Núñez are copied letter by letter, never simplified.",
    "Arrows (→) in the notes stand for a change of status, not for a link.",
    "Temperatures are given in °C unless the résumé of the shipment says otherwise.",
)
INPUT_SUBJECTS: Final = _words(
    "account agent booking campaign case claim contract conversation customer delivery document flight guest invoice "
    "item loan member merchant message order parcel payment policy product project refund request shipment supplier "
    "ticket"
)
INPUT_ATTRIBUTES: Final = _words("id name status date amount summary history region notes type")
LOCALES: Final = _words("en-GB en-US de-DE fr-FR es-ES it-IT nl-NL pl-PL pt-BR ja-JP")
TONES: Final = _words("plain warm formal brief friendly neutral")
QUALIFIERS: Final = _words(
    "urgent business private foreign repeat bulk premium trial legacy mobile night weekend partner regional digital "
    "offline annual disputed late corporate"
)
FRAGMENT_TOPICS: Final = _words(
    "safety privacy tone citation refusal escalation formatting language identity accessibility retention disclosure "
    "currency dates units greeting closing fairness security provenance"
)
FRAGMENT_FORMS: Final = _words("preamble rules reminder checklist notice guide policy footer")
