"""The words by which names are told from other capitalised words, and people from places and organisations.

All are normal forms: lower-case, without dots and diacritics. They are English and general; nothing here is about one
event.
"""

from __future__ import annotations

from harness.text import STOPWORDS

CALENDAR = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december jan feb mar apr jun jul aug sept sep oct nov dec mon tue tues wed thu thurs
    fri sat sun easter christmas""".split()
)
"""Names of days and months, which are no names of anybody."""

TITLES = frozenset(
    """mr mrs ms miss mx dr prof professor sir dame lord lady baroness baron count countess earl duke duchess prince
    princess king queen emperor pope cardinal archbishop bishop father fr rev reverend rabbi imam sheikh ayatollah
    saint captain capt superintendent supt inspector insp detective sergeant sgt constable officer colonel col
    lieutenant lt general gen brigadier major maj admiral commander commodore corporal private marshal sheriff
    governor gov president vice-president premier chancellor minister senator sen congressman congresswoman
    representative rep ambassador mayor mayoress councillor cllr alderman judge justice magistrate attorney
    prosecutor coroner sister nurse matron director chair chairman chairwoman chairperson secretary undersecretary
    commissioner spokesman spokeswoman spokesperson speaker chief ceo cfo coo head manager coach editor principal
    dean deputy executive treasurer comptroller ombudsman hon mp mep msp am""".split()
)
"""Words that stand before a person's name and are no part of it."""

OCCUPATIONS = frozenset(
    """actor actress activist adviser advisor agent analyst architect artist astronaut athlete author baker
    barrister boss boxer cabbie dad graduate mum fellow broadcaster brother businessman businesswoman campaigner
    candidate captain carpenter champion chef chief clerk cleaner colleague commuter courier shopper tourist trucker
    stallholder mechanic guard comedian composer conductor consultant coordinator co-founder cousin cyclist dancer
    daughter defender defendant designer developer doctor driver driving economist engineer entrepreneur executive
    expert farmer father filmmaker firefighter fisherman footballer forecaster founder forward friend gardener
    geologist goalkeeper golfer grandfather grandmother guitarist historian host husband hydrologist investigator
    journalist keeper lawmaker lawyer leader lecturer librarian meteorologist midfielder mother musician neighbour
    neighbor novelist nurse official operator owner paramedic passenger patient pensioner philosopher photographer
    physicist pilot planner player playwright plumber poet politician postman presenter producer prosecutor
    psychologist publisher rapper referee reporter researcher resident retired scientist seismologist shopkeeper
    singer sister skipper soldier solicitor son spokesman spokeswoman spokesperson star steward striker student
    supervisor surgeon surveyor swimmer teacher teammate technician tenant toxicologist trader trainer tutor
    undertaker vet veteran victim volcanologist volunteer warden widow widower wife winger witness worker writer""".split()
)
"""Lower-case words that introduce a person ("hydrologist Keoni Staszak")."""

TITLE_MODIFIERS = frozenset(
    """prime foreign health home finance interior defence defense justice education transport environment energy
    culture housing trade labour labor agriculture social public first second deputy vice assistant associate acting
    interim former ex chief senior junior executive managing general attorney national security state regional
    district county shadow lord lady right honourable honorable detective lead joint field air wing rear fleet group
    press medical technical founding late then retired head town city fire police party council club company
    opposition cabinet under-secretary and of the for""".split()
)

ORGANISATIONS = frozenset(
    """ag agency airlines airways alliance analytics armed army assembly associates association athletic authority
    autos bank bbc board brothers broadcasting brigade bros bureau business cabinet campaign capital cc centre
    center chamber charity chronicle church city club co coalition college commission committee company
    confederation conference congress consortium constabulary cooperative corp corporation council county court
    courier daily democrats department dept directorate division echo electric electronics energy engineering
    enterprises express faculty fc federation financial firm fleet force forces forum foundation front fund gazette
    gmbh government group guard guardian guild health herald holdings holding home hospital hotel house hydro inc
    independent industries infirmary initiative inquiry inspectorate institute institution insurance international
    journal laboratories laboratory lab labs ledger league legion limited line lines logistics llc llp ltd mail
    media mercury ministry mission motors movement museum navy network networks news newspaper newsroom nhs
    observatory observer office orchestra organisation organization panel parliament partners partnership party
    pharmaceuticals plc police post power press primary productions programme project publishing radio railway
    railways record recorder rangers register regiment republicans research resources review rovers sa school
    secondary secretariat sentinel senate services service shipping society software solutions squad standard star
    staff steel sterile store stores studio studios summit sun syndicate systems taskforce team technologies
    technology telecom telegraph television theatre times trade trades trading transit transport treasury tribune
    tribunal trust tv union united university utilities ventures wanderers water watchdog watch wire works world
    yard""".split()
)
"""Last words of the names of organisations. Alone, they are no names ("the Council")."""

PLACES = frozenset(
    """airport alley alps archipelago arena avenue barracks basin bay beach border boulevard bridge brook building
    camp canal cape castle cathedral cave cliff cliffs close coast common corner cottage county cove crescent creek
    crossing dale dam delta desert district dock docks drive east estate estuary falls farm fell ferry field fields
    fjord ford forest fort garden gardens gate glacier glen gorge green grove gulf hall harbour harbor heath heights
    highway hill hills inlet island islands isle isles junction lagoon lake lakes lane lighthouse lock lodge marina
    market marsh meadow mill mine moor motorway mount mountain mountains north ocean palace parade park parish pass
    path peak peninsula pier plain plains plant plateau place plaza pond pool port prison province quarter quay
    ravine reef region republic reserve reservoir ridge ring river reach road rocks row sea shore sound south
    spillway square stadium state station strait straits stream street summit tarn terminal terrace territory
    theatre tower towers town tunnel uplands upland valley viaduct view village villas volcano waterfall way well
    west wharf wood woods zone""".split()
)
"""Last words of the names of places, and what follows them in lower case ("the Irdova river")."""

EVENTS = frozenset(
    """act agreement atlas award awards ballet ball bill championship championships code convention cup deal derby
    directive edition elections election exhibition fair festival final finals games league law marathon medal open
    opera oscars playoff playoffs plan prix prize programme protocol race referendum report series show shield test
    title tour tournament treaty trophy war week weekend""".split()
)
"""Last words of the names of what is no person, place or organisation."""

COMPASS = frozenset("north south east west northern southern eastern western central upper lower greater".split())
"""First words of the names of places."""

NO_PERSON = frozenset(
    "fc fk afc cf ac rc sc sk ss us hms mv mt radio storm hurricane typhoon cyclone tropical operation project team super "
    "deportivo athletico real atletico inter dynamo dinamo sporting club hotel windows iphone apollo covid".split()
)
"""First words of such names."""

MEDIA = frozenset(
    "agency chronicle courier daily echo express gazette guardian herald independent journal ledger mail mercury news "
    "newspaper newswire observer post press radio record register review sentinel standard sun telegraph television "
    "times tribune wire".split()
)
"""Last words of the names of newspapers and agencies, which are called after places."""

ABBREVIATIONS = frozenset(
    """ai am asap atm av bst byo cctv cd cest cet cgi cpr cv diy dj dna dvd est et faq gdp gmt gp gps hiv hq id it
    led lgbt lgbtq mot mph mri ok pa pc pdf pm pr ps qc rip rsvp sms sos suv tba tv tvs uhd ufo usb unk utc uv vat
    vip vr wifi wwi wwii xl url vs""".split()
)
"""Capital letters that name nobody."""

SURNAMES = frozenset(
    """banks bank baker bishop bridge brook camp church close cook corner cross dale dean fell field fields ford
    forest gate glen green grove hall heath hill hills house judge king lake lane lodge lord major marsh mayor mill
    mills moor north park parish pass pope price prince quay ridge rivers rock rowe sergeant shore singer star steel
    stone street tower view ward water well wells west wood woods workman young""".split()
)
"""Words that end the names of people as well."""

LAST_WORDS = ORGANISATIONS | PLACES

PLACE_HEADS = frozenset(
    "bay cape city coast county fort gulf isle isles island islands kingdom lake mount port republic river sea state "
    "states straits strait town territory tower valley university-town".split()
)
ORGANISATION_HEADS = frozenset(
    """academy centers centres agency alliance archbishop archdiocese army association bank bishop board bureau
    campaign centre center chamber church college commission committee community confederation congress council
    court department diocese directorate faculty federation fellowship foundation friends fund guild hospital house
    institute institution institutes league ministry museum national office order organisation organization
    parliament party register royal school secretariat services society states supreme trust union university
    workers""".split()
)
"""First parts of names that go on with "of" or "for": "Ministry of Public Works"."""

PARTICLES = frozenset(
    "de del della der den des di do dos das da du la le les los las van von zu zum ter ten te af av al el bin bint ibn "
    "ben abu y e d' l'".split()
)
"""Lower-case parts of names: "Louis van Gaal"."""

OPENERS = STOPWORDS | frozenset(
    """according across additionally ago airport all almost alone along alongside already also although altogether
    amid among amongst another any anybody anyone anything apart around aside ask asked at authorities away back bad
    based because behind beneath beside besides best better beyond big both bottom breaking briefly but by certainly
    children clearly click come compared considering consequently critics days dear demand despite detectives
    doctors don don't double dozens during earlier either eight eighteen eighty eleven elsewhere emergency engineers
    enough especially even eventually ever every everybody everyone everything everywhere except exactly experts
    fans far fewer fifteen fifth fifty final finally first firstly five following for forty fortunately found four
    fourteen fourth fresh friends full further furthermore generally get given go good great growing half hardly
    have having heavy hello help hence high his home hospital hours how however hundreds i'm ideally images
    important indeed initially inside inspectors instead investigators it it's italics just keep key kids last
    lastly late later latest least less let let's like likewise little local long look lots low made mainly make
    many maybe me meanwhile medics men midway might millions minutes months moreover more most mostly much must my
    near nearby nearly neither never nevertheless new next nine nineteen ninety no nobody none nonetheless nor not
    nothing now nowhere obviously of off officers officials often oh ok okay old once one one-off ones only onto
    open opposite or originally other others otherwise our out outside over overall overnight parents part
    particularly passengers past people perhaps photo photos picture pictured pictures plans please plus police
    possibly presumably previously probably protesters public quarter quickly quite rather read really recent
    recently relatives report reports rescuers residents roughly round sales scientists scroll second secondly see
    sent separately seven seventeen seventy several shares she short shortly should similarly simply since six
    sixteen sixty so sorry some somebody someone something sometimes somewhere soon sources speaking still story
    students subject such suddenly sure surely take talks ten terms thank thanks that's then there thereafter
    therefore these they time things third thirteen thirty this those though thousands three through throughout thus
    till to today together tomorrow tonight too top towards toward traders twelve twenty twice two typically
    ultimately under undoubtedly unfortunately unless unlike until up upon us used usually various very via victims
    video videos voters watch we week weeks well were what whatever when whenever where whereas wherever whether
    which while whilst who whoever whole whom whose why with within without witnesses women workers worse worst
    would year years yes yesterday yet young your archive background byline caption copyright date detailed former
    formerly newly open-air prosecutors lawyers campaigners correction credit disclaimer editor note timeline update
    updated""".split()
)
"""Words that begin sentences and no names."""

SPEECH = (
    r"(?:said|says?|told|tells?|add(?:ed|s)|ask(?:ed|s)|repl(?:ied|ies)|answered|wrote|writes|recall(?:ed|s)|warn(?:ed|s)"
    r"|alleg(?:ed|es)|reckon(?:ed|s)|spoke of|insist(?:ed|s)"
    r"|argu(?:ed|es)|explain(?:ed|s)|shout(?:ed|s)|jok(?:ed|es)|announc(?:ed|es)|claim(?:ed|s)|not(?:ed|es)"
    r"|stat(?:ed|es)|declar(?:ed|es)|tweet(?:ed|s)|post(?:ed|s)|admit(?:ted|s)|confirm(?:ed|s)|den(?:ied|ies)"
    r"|conced(?:ed|es)|suggest(?:ed|s)|vow(?:ed|s)|promis(?:ed|es)|pledg(?:ed|es)|acknowledg(?:ed|es)|comment(?:ed|s)"
    r"|conclud(?:ed|es)|continu(?:ed|es)|remark(?:ed|s)|respond(?:ed|s)|reported|urg(?:ed|es)|stress(?:ed|es)"
    r"|testif(?:ied|ies)|quipp?(?:ed|s)|cried|yelled|muttered|whispered|complain(?:ed|s)|lament(?:ed|s)|predict(?:ed|s)"
    r"|observ(?:ed|es)|call(?:ed|s)|describ(?:ed|es)|brand(?:ed|s)|dubb(?:ed|s)|labell?(?:ed|s)|accus(?:ed|es)"
    r"|reiterat(?:ed|es)|reject(?:ed|s)|reads?|reveal(?:ed|s)|hail(?:ed|s)|prais(?:ed|es)|critici[sz](?:ed|es)"
    r"|blam(?:ed|es)|agreed|emphasi[sz](?:ed|es)|signed off|put it)"
)
"""Verbs that report somebody's words."""
