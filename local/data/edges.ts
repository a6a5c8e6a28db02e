/**
 * Edge locations of Global Accelerator and CloudFront, one for each city that the two lists have:
 * https://docs.aws.amazon.com/global-accelerator/latest/dg/introduction-ip-ranges.html
 * https://aws.amazon.com/cloudfront/features/
 */
import type { Place } from "../context";

const rows: [string, number, number, string][] = [
  ["Ashburn", 39.04, -77.49, "US"],
  ["Atlanta", 33.75, -84.39, "US"],
  ["Boston", 42.36, -71.06, "US"],
  ["Chicago", 41.88, -87.63, "US"],
  ["Dallas", 32.78, -96.8, "US"],
  ["Denver", 39.74, -104.99, "US"],
  ["Los Angeles", 34.05, -118.24, "US"],
  ["Miami", 25.76, -80.19, "US"],
  ["Newark", 40.74, -74.17, "US"],
  ["San Jose", 37.34, -121.89, "US"],
  ["Seattle", 47.61, -122.33, "US"],
  ["Montreal", 45.5, -73.57, "CA"],
  ["Toronto", 43.65, -79.38, "CA"],
  ["Vancouver", 49.28, -123.12, "CA"],
  ["Querétaro", 20.59, -100.39, "MX"],
  ["Bogotá", 4.71, -74.07, "CO"],
  ["Buenos Aires", -34.6, -58.38, "AR"],
  ["Rio de Janeiro", -22.91, -43.17, "BR"],
  ["Santiago", -33.45, -70.67, "CL"],
  ["São Paulo", -23.55, -46.63, "BR"],
  ["Amsterdam", 52.37, 4.9, "NL"],
  ["Athens", 37.98, 23.73, "GR"],
  ["Berlin", 52.52, 13.4, "DE"],
  ["Dublin", 53.35, -6.26, "IE"],
  ["Frankfurt", 50.11, 8.68, "DE"],
  ["London", 51.51, -0.13, "GB"],
  ["Madrid", 40.42, -3.7, "ES"],
  ["Marseille", 43.3, 5.37, "FR"],
  ["Milan", 45.46, 9.19, "IT"],
  ["Paris", 48.86, 2.35, "FR"],
  ["Stockholm", 59.33, 18.07, "SE"],
  ["Warsaw", 52.23, 21.01, "PL"],
  ["Zurich", 47.38, 8.54, "CH"],
  ["Tel Aviv", 32.09, 34.78, "IL"],
  ["Dubai", 25.2, 55.27, "AE"],
  ["Cape Town", -33.92, 18.42, "ZA"],
  ["Johannesburg", -26.2, 28.05, "ZA"],
  ["Lagos", 6.52, 3.38, "NG"],
  ["Nairobi", -1.29, 36.82, "KE"],
  ["Bangkok", 13.76, 100.5, "TH"],
  ["Chennai", 13.08, 80.27, "IN"],
  ["Delhi", 28.61, 77.21, "IN"],
  ["Hong Kong", 22.32, 114.17, "HK"],
  ["Jakarta", -6.21, 106.85, "ID"],
  ["Mumbai", 19.08, 72.88, "IN"],
  ["Osaka", 34.69, 135.5, "JP"],
  ["Seoul", 37.57, 126.98, "KR"],
  ["Singapore", 1.35, 103.82, "SG"],
  ["Taipei", 25.03, 121.57, "TW"],
  ["Tokyo", 35.68, 139.65, "JP"],
  ["Auckland", -36.85, 174.76, "NZ"],
  ["Melbourne", -37.81, 144.96, "AU"],
  ["Sydney", -33.87, 151.21, "AU"],
];

export const edgePlaces: readonly Place[] = rows.map(([city, latitude, longitude, country]) => ({
  name: `edge ${city}`,
  latitude,
  longitude,
  country,
}));

/**
 * Serve here what every edge location serves under one address (anycast): who connects reaches the edge nearest to them.
 * https://docs.aws.amazon.com/global-accelerator/latest/dg/introduction-how-it-works.html
 */
export const anycast: Place = { name: "edge", latitude: 0, longitude: 0, country: "ZZ" };
