// Draw static/vendor/natural-earth/world.svg: one path a country, for <use>. Run it where these packages are installed:
//   npm install world-atlas@2.0.2 topojson-client@3.1.0 topojson-simplify@3.0.3 d3-geo@3.1.2
//   ALPHA2="{…}" node world.mjs > static/vendor/natural-earth/world.svg   # ISO 3166-1: numeric code to alpha-2, from pycountry
// Natural Earth is in the public domain; world-atlas packs its 1:50m countries by ISO 3166-1 numeric code.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { geoEqualEarth, geoPath } from "d3-geo";
import * as topojson from "topojson-client";
import * as simplify from "topojson-simplify";

const require = createRequire(import.meta.url);
const atlas = JSON.parse(readFileSync(require.resolve("world-atlas/countries-50m.json")));
const ALPHA2 = JSON.parse(process.env.ALPHA2);
const UNCODED = { Kosovo: "XK" }; // what Natural Earth draws without a numeric code
const WIDTH = 960;
const SMALLEST = 0.35; // square pixels: smaller rings are left out, unless a country has no other
const MARKER = 12; // square pixels: a smaller country gets a point to be marked by

const land = simplify.simplify(simplify.presimplify(atlas), 0.04);
const countries = topojson.feature(land, land.objects.countries).features.filter((one) => one.id !== "010");
const projection = geoEqualEarth().rotate([-11, 0]).fitWidth(WIDTH, { type: "FeatureCollection", features: countries });
const path = geoPath(projection).digits(1);

function rings(feature) {
  const polygons = feature.geometry.type === "Polygon" ? [feature.geometry.coordinates] : feature.geometry.coordinates;
  return polygons.map((coordinates) => ({ type: "Polygon", coordinates }));
}

// Natural Earth draws some islands as features of their own: a code gathers all that bears it.
const byCode = new Map();
for (const [index, feature] of countries.entries()) {
  const code = ALPHA2[feature.id] ?? UNCODED[feature.properties.name] ?? `-${index}`;
  byCode.set(code, [...(byCode.get(code) ?? []), ...rings(feature)]);
}

const lines = [];
let bottom = 0;
for (const [code, polygons] of byCode) {
  polygons.sort((a, b) => path.area(b) - path.area(a));
  const kept = polygons.filter((one, index) => index === 0 || path.area(one) >= SMALLEST);
  const drawn = kept.map((one) => path(one)).filter(Boolean).join("");
  if (!drawn) continue;
  bottom = Math.max(bottom, ...kept.map((one) => path.bounds(one)[1][1]));
  const [x, y] = path.centroid(kept[0]).map((value) => value.toFixed(1));
  const size = kept.reduce((sum, one) => sum + path.area(one), 0) < MARKER ? "point" : "land";
  const id = code.startsWith("-") ? "" : `id="${code}" `;
  lines.push([code, `<path ${id}data-x="${x}" data-y="${y}" data-size="${size}" d="${drawn}"/>`]);
}
lines.sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0));
process.stdout.write(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${Math.ceil(bottom)}">\n`);
process.stdout.write(`<g id="world">\n${lines.map((line) => line[1]).join("\n")}\n</g>\n</svg>\n`);
