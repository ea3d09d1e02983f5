"""Countries by their other names: adjectives and people (French), short and long forms (UK, United States).

`country` gives the one normal form that all of them share, so that "the French government" and "France" name the same
place. For invented places, which no table can hold, `bases` guesses what an adjective may be made from; only a place
that the sources name counts.
"""

from __future__ import annotations

from collections.abc import Iterator

_TABLE = """
afghan=afghanistan; albanian=albania; algerian=algeria; american,americans,us,usa,america=united states;
andorran=andorra; angolan=angola; argentine,argentinian=argentina; armenian=armenia; australian,aussie=australia;
austrian=austria; azerbaijani,azeri=azerbaijan; bahraini=bahrain; bangladeshi=bangladesh; belarusian=belarus;
belgian=belgium; bolivian=bolivia; bosnian=bosnia; botswanan=botswana; brazilian=brazil;
british,briton,britons,brits,uk,great britain,united kingdom=britain; bulgarian=bulgaria; burmese,burma=myanmar;
cambodian=cambodia; cameroonian=cameroon; canadian=canada; chadian=chad; chilean=chile; chinese,prc=china;
colombian=colombia; congolese=congo; costa rican=costa rica; croatian,croat=croatia; cuban=cuba; cypriot=cyprus;
czech,czech republic=czechia; danish,danes=denmark; dutch,holland=netherlands; ecuadorian=ecuador;
egyptian=egypt; emirati,uae=united arab emirates; english,englishman,englishwoman=england; eritrean=eritrea;
estonian=estonia; ethiopian=ethiopia; fijian=fiji; filipino,philippine=philippines; finnish,finns=finland;
french,frenchman,frenchwoman=france; gabonese=gabon; gambian=gambia; georgian=georgia; german=germany;
ghanaian=ghana; greek=greece; guatemalan=guatemala; guinean=guinea; haitian=haiti; honduran=honduras;
hungarian=hungary; icelandic,icelander=iceland; indian=india; indonesian=indonesia; iranian,persian=iran;
iraqi=iraq; irish,irishman,irishwoman=ireland; israeli=israel; italian=italy; ivorian=ivory coast; jamaican=jamaica;
japanese=japan; jordanian=jordan; kazakh=kazakhstan; kenyan=kenya; kosovan=kosovo; kuwaiti=kuwait; kyrgyz=kyrgyzstan;
lao,laotian=laos; latvian=latvia; lebanese=lebanon; liberian=liberia; libyan=libya; lithuanian=lithuania;
macedonian=macedonia; malagasy=madagascar; malawian=malawi; malaysian=malaysia; malian=mali; maltese=malta;
mauritanian=mauritania; mexican=mexico; moldovan=moldova; mongolian=mongolia; montenegrin=montenegro;
moroccan=morocco; mozambican=mozambique; namibian=namibia; nepali,nepalese=nepal; new zealander=new zealand;
nicaraguan=nicaragua; nigerian=nigeria; nigerien=niger; north korean=north korea; norwegian=norway; omani=oman;
pakistani=pakistan; palestinian=palestine; panamanian=panama; paraguayan=paraguay; peruvian=peru; polish,poles=poland;
portuguese=portugal; qatari=qatar; romanian=romania; russian=russia; rwandan=rwanda; saudi,saudi arabian=saudi arabia;
scottish,scot,scots=scotland; senegalese=senegal; serbian,serb,serbs=serbia; sierra leonean=sierra leone;
singaporean=singapore; slovak,slovakian=slovakia; slovenian,slovene=slovenia; somali=somalia;
south african=south africa; south korean=south korea; south sudanese=south sudan; spanish,spaniard,spaniards=spain;
sri lankan=sri lanka; sudanese=sudan; swedish,swede,swedes=sweden; swiss=switzerland; syrian=syria; taiwanese=taiwan;
tajik=tajikistan; tanzanian=tanzania; thai=thailand; tibetan=tibet; togolese=togo; tunisian=tunisia;
turkish,turk,turks,turkiye=turkey; turkmen=turkmenistan; ugandan=uganda; ukrainian=ukraine; uruguayan=uruguay;
uzbek=uzbekistan; venezuelan=venezuela; vietnamese=vietnam; welsh,welshman,welshwoman=wales; yemeni=yemen;
zambian=zambia; zimbabwean=zimbabwe; african=africa; asian=asia; european=europe; parisian=paris; londoner=london;
new yorker=new york; viennese=vienna; catalan=catalonia; crimean=crimea; sicilian=sicily; siberian=siberia;
bavarian=bavaria; basque=basque country; kurdish,kurd,kurds=kurdistan; hawaiian=hawaii; californian=california;
texan=texas; south american=south america; north american=north america; latin american=latin america;
central american=central america; west african=west africa; east african=east africa; scandinavian=scandinavia
"""


def _read(table: str) -> dict[tuple[str, ...], tuple[str, ...]]:
    canonical: dict[tuple[str, ...], tuple[str, ...]] = {}
    for entry in table.split(";"):
        forms, _, place = entry.partition("=")
        target = tuple(place.split())
        canonical[target] = target
        for form in (tuple(form.split()) for form in forms.split(",")):
            canonical[form] = target
            if form[-1].endswith("an"):
                canonical[*form[:-1], f"{form[-1]}s"] = target
    return canonical


_CANONICAL = _read(_TABLE)
_ENDINGS = ("ians", "ian", "eans", "ean", "ans", "an", "ese", "ers", "er", "ish", "ic", "is", "i", "n")
_BASE_ENDINGS = ("", "a", "e", "o", "y", "ia", "ea", "i", "en", "us")
_LEAST_BASE = 4  # letters


def country(words: tuple[str, ...]) -> tuple[str, ...] | None:
    """The normal form of a country, continent or the like that `words` name, or None."""
    return _CANONICAL.get(words)


def bases(word: str) -> Iterator[str]:
    """What `word` may be the adjective of: "norvanian" of "norvan", "norvana", "norvane" …"""
    for ending in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= _LEAST_BASE:
            yield from (stem + added for added in _BASE_ENDINGS if stem + added != word)
