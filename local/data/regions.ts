/**
 * Where AWS's commercial Regions are: [id, city, latitude, longitude, country, state in the US]. Coordinates are the city's.
 * https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html
 */
import type { Place } from "../context";

const rows: [string, string, number, number, string, string?][] = [
  ["us-east-1", "Northern Virginia", 39.04, -77.49, "US", "VA"],
  ["us-east-2", "Ohio", 39.96, -83.0, "US", "OH"],
  ["us-west-1", "Northern California", 37.35, -121.96, "US", "CA"],
  ["us-west-2", "Oregon", 45.84, -119.7, "US", "OR"],
  ["ca-central-1", "Montreal", 45.5, -73.57, "CA"],
  ["ca-west-1", "Calgary", 51.05, -114.07, "CA"],
  ["mx-central-1", "Querétaro", 20.59, -100.39, "MX"],
  ["sa-east-1", "São Paulo", -23.55, -46.63, "BR"],
  ["eu-west-1", "Ireland", 53.35, -6.26, "IE"],
  ["eu-west-2", "London", 51.51, -0.13, "GB"],
  ["eu-west-3", "Paris", 48.86, 2.35, "FR"],
  ["eu-central-1", "Frankfurt", 50.11, 8.68, "DE"],
  ["eu-central-2", "Zurich", 47.38, 8.54, "CH"],
  ["eu-north-1", "Stockholm", 59.33, 18.07, "SE"],
  ["eu-south-1", "Milan", 45.46, 9.19, "IT"],
  ["eu-south-2", "Spain", 41.65, -0.88, "ES"],
  ["il-central-1", "Tel Aviv", 32.09, 34.78, "IL"],
  ["me-south-1", "Bahrain", 26.23, 50.59, "BH"],
  ["me-central-1", "Dubai", 25.2, 55.27, "AE"],
  ["af-south-1", "Cape Town", -33.92, 18.42, "ZA"],
  ["ap-south-1", "Mumbai", 19.08, 72.88, "IN"],
  ["ap-south-2", "Hyderabad", 17.39, 78.49, "IN"],
  ["ap-southeast-1", "Singapore", 1.35, 103.82, "SG"],
  ["ap-southeast-2", "Sydney", -33.87, 151.21, "AU"],
  ["ap-southeast-3", "Jakarta", -6.21, 106.85, "ID"],
  ["ap-southeast-4", "Melbourne", -37.81, 144.96, "AU"],
  ["ap-southeast-5", "Kuala Lumpur", 3.14, 101.69, "MY"],
  ["ap-southeast-6", "Auckland", -36.85, 174.76, "NZ"],
  ["ap-southeast-7", "Bangkok", 13.76, 100.5, "TH"],
  ["ap-northeast-1", "Tokyo", 35.68, 139.65, "JP"],
  ["ap-northeast-2", "Seoul", 37.57, 126.98, "KR"],
  ["ap-northeast-3", "Osaka", 34.69, 135.5, "JP"],
  ["ap-east-1", "Hong Kong", 22.32, 114.17, "HK"],
  ["ap-east-2", "Taipei", 25.03, 121.57, "TW"],
];

/** A place per Region, named by its id. */
export const regionPlaces: readonly Place[] = rows.map(([region, , latitude, longitude, country, subdivision]) => ({
  name: region,
  latitude,
  longitude,
  country,
  ...(subdivision && { subdivision }),
  region,
}));

/** Region → the city that it is in or near. */
export const regionCities: Readonly<Record<string, string>> = Object.fromEntries(
  rows.map(([region, city]) => [region, city]),
);
