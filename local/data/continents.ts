/**
 * Country → continent code as Route 53's geolocation uses them, for the countries that local/data has places in.
 * https://docs.aws.amazon.com/Route53/latest/APIReference/API_GeoLocation.html
 */
const countries: Readonly<Record<string, string>> = {
  AF: "EG KE NG ZA",
  AS: "AE BH HK ID IL IN JP KR MY SG TH TR TW",
  EU: "CH DE ES FR GB GR IE IT NL PL SE",
  NA: "CA MX US",
  OC: "AU NZ",
  SA: "AR BR CL CO",
};

const continents = new Map(
  Object.entries(countries).flatMap(([continent, list]) => list.split(" ").map((country) => [country, continent])),
);

/** Undefined for a country that no place of the twin is in. */
export function continentOf(country: string): string | undefined {
  return continents.get(country);
}
