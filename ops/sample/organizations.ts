/** The sample of organizations that comes with the project: invented companies in real countries. Pure. */
import { countries } from "./countries";
import { Random } from "./random";

/** The ones that examples, tests and the page call by name. */
const known = [
  "acme,CA,CA,acme.example",
  "globex,US,US,globex.example",
  "initech,US,US,initech.example;initech-mail.example",
  "maple-health,CA,CA,maple-health.example",
  "prairie-credit,CA,CA,prairie-credit.example",
  "lakeshore-freight,US,US,lakeshore-freight.example",
  // Abroad: the contract chose the home.
  "rive-gauche,CA,FR,rive-gauche.example",
  "hanse-logistik,US,DE,hanse-logistik.example",
];

// Endings that no given name has, so that no word is a person's.
const starts = "bra cal dro elv fen gri hol jun kel lor mav nor ost pel qui ruv sol tav umb vex wen yar zen".split(" ");
const middles = "a e i o u ar el in or un".split(" ");
const endings = "bix cort dum fex gard lix mont nium plex quent rond strum thorn vant wick zent".split(" ");
const sectors =
  "analytics bank biotech builders capital care clinics energy foods freight games health insurance labs legal logistics media mining mobility motors networks optics payments pharma power retail robotics schools security software solar steel studios systems telecom textiles timber travel water works".split(
    " ",
  );

/** CSV with a header, `size` organizations, the same bytes every time. */
export function sampleOrganizations(size: number): string {
  const random = new Random(20250101);
  // None of the known ones is made of these parts.
  const taken = new Set<string>();
  const lines = ["organization,jurisdiction,country,emailDomains", ...known.slice(0, size)];
  while (lines.length <= size) {
    const slug = `${random.pick(starts)}${random.pick(middles)}${random.pick(endings)}-${random.pick(sectors)}`;
    if (taken.has(slug)) {
      continue;
    }
    taken.add(slug);
    const country = random.weighted(countries);
    lines.push(`${slug},${contractHome(random, country)},${country},${domains(random, slug)}`);
  }
  return `${lines.join("\n")}\n`;
}

/** In Canada and the United States the home mostly follows from the country (nothing written); elsewhere it is chosen. */
function contractHome(random: Random, country: string): string {
  if (country === "CA") {
    return random.chance(3) ? "US" : "";
  }
  if (country === "US") {
    return random.chance(4) ? "CA" : "";
  }
  return random.chance(60) ? "CA" : "US";
}

function domains(random: Random, slug: string): string {
  if (random.chance(5)) {
    return "";
  }
  return random.chance(15) ? `${slug}.example;mail.${slug}.example` : `${slug}.example`;
}
