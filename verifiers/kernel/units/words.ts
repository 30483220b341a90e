/**
 * Names that the generated table lacks, in its form: names | scale | base dimensions | prefixes.
 * An underscore is a space. A scale `1/180 pi` is that many times pi, `1+5463/20` has an offset.
 */
export const MORE_UNITS = `
metre metres | 1 | length | long
in. ins | 0.0254 | length |
nautical_mile nautical_miles nmi | 1852 | length |
light-year light-years light_year light_years lightyear lightyears ly | 9460730472580800 | length |
astronomical_unit astronomical_units au AU | 149597870700 | length |
fathom fathoms | 1.8288 | length |
furlong furlongs | 201.168 | length |
micron microns | 0.000001 | length |
Å Å | 1e-10 | length |
ha | 10000 | length^2 |
ℓ | 0.001 | length^3 | m c d
tsp tsps tsp. | 0.00000492892159375 | length^3 |
tbsp tbsps tbsp. tbs | 0.00001478676478125 | length^3 |
fl_oz fl._oz. fl._oz fluid_ounce fluid_ounces | 0.0000295735295625 | length^3 |
barrel barrels | 0.158987294928 | length^3 |
bushel bushels | 0.03523907016688 | length^3 |
cubic_centimeter ccm | 0.000001 | length^3 |
gm gms gr | 0.001 | mass |
pound pounds | 0.45359237 | mass |
metric_ton metric_tons metric_tonne metric_tonnes | 1000 | mass |
short_ton short_tons | 907.18474 | mass |
long_ton long_tons | 1016.0469088 | mass |
stones | 6.35029318 | mass |
carat carats ct | 0.0002 | mass |
atomic_mass_unit amu Da dalton daltons | 1.66053906892e-27 | mass |
yr yrs annum | 31557600 | time |
wk wks | 604800 | time |
mo mos | 2629800 | time |
fortnight fortnights | 1209600 | time |
millenniums | 31557600000 | time |
° º deg degree degrees | 1/180 pi | angle |
turn turns revolution revolutions rev revs full_turn cycle cycles | 2 pi | angle |
gradian gradians gon gons | 1/200 pi | angle |
rpm RPM | 1/30 pi | angle time^-1 |
hertzes | 1 | time^-1 |
becquerel becquerels Bq | 1 | time^-1 |
℃ °C ºC degrees_Celsius degree_Celsius degrees_C degree_C degrees_centigrade | 1+5463/20 | temperature |
℉ °F ºF degrees_Fahrenheit degree_Fahrenheit degrees_F degree_F | 5/9+45967/180 | temperature |
kelvins degrees_Kelvin degrees_K °K | 1 | temperature |
rankine degrees_Rankine °R | 5/9 | temperature |
mph MPH | 1397/3125 | length time^-1 |
kph kmh kmph KPH | 5/18 | length time^-1 |
fps | 0.3048 | length time^-1 |
mps | 1 | length time^-1 |
knot knots kn | 463/900 | length time^-1 |
newtons | 1 | length mass time^-2 | long
kip kips | 4448.2216152605 | length mass time^-2 |
pound-force pounds-force | 4.4482216152605 | length mass time^-2 |
pascal pascals | 1 | length^-1 mass time^-2 | long
atmosphere atmospheres | 101325 | length^-1 mass time^-2 |
bars | 100000 | length^-1 mass time^-2 |
calorie calories | 4.184 | length^2 mass time^-2 | long
cal | 4.184 | length^2 mass time^-2 | k
Calorie Calories Cal | 4184 | length^2 mass time^-2 |
ergs | 1e-7 | length^2 mass time^-2 |
btu Btu | 1055.05585262 | length^2 mass time^-2 |
watt-hour watt-hours watt_hour watt_hours | 3600 | length^2 mass time^-2 | long
horsepower hp | 37284993579113511/50000000000000 | length^2 mass time^-3 |
henries henrys | 1 | current^-2 length^2 mass time^-2 | long
Ω Ω | 1 | current^-2 length^2 mass time^-3 | m k M G
candelas | 1 | luminosity | long
lumen lumens lm | 1 | luminosity |
lux lx | 1 | length^-2 luminosity |
gauss G | 0.0001 | current^-1 mass time^-2 |
bits | 1 | information | long
bytes | 8 | information | long
bps | 1 | information time^-1 | k M G
Bps | 8 | information time^-1 | k M G
KB | 8000 | information |
unit units | 1 | unit |
dozen dozens | 12 | |
`

/** Currencies by code: other names of the whole | of the hundredth. */
export const MONEY = `
USD | $ dollar dollars US$ US_dollar US_dollars buck bucks | cent cents ¢ penny pennies
EUR | € euro euros | euro_cent euro_cents eurocent eurocents
GBP | £ pounds_sterling pound_sterling quid sterling | pence
JPY | ¥ yen |
INR | ₹ rupee rupees Rs Rs. | paise paisa
CNY | yuan RMB renminbi 元 |
KRW | ₩ |
RUB | ₽ ruble rubles rouble roubles | kopeck kopecks kopek kopeks
CHF | franc francs Swiss_francs Swiss_franc Fr. | rappen
CAD | C$ CA$ Canadian_dollars Canadian_dollar |
AUD | A$ AU$ Australian_dollars Australian_dollar |
NZD | NZ$ |
SGD | S$ |
HKD | HK$ |
MXN | peso pesos |
BRL | R$ reais | centavo centavos
PHP | ₱ |
TRY | ₺ lira liras |
ILS | ₪ shekel shekels |
UAH | ₴ hryvnia |
VND | ₫ dong |
THB | ฿ baht |
NGN | ₦ naira | kobo
KES | shilling shillings |
ZAR | rand |
PLN | zł zloty zlotys złoty | grosz groszy
SEK | krona kronor |
NOK | krone kroner |
DKK | |
CZK | Kč koruna koruny |
HUF | forint forints |
AED | dirham dirhams |
SAR | riyal riyals |
BTC | ₿ bitcoin bitcoins |
`
