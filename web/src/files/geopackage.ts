import Feature from "ol/Feature";
import WKB from "ol/format/WKB";
import { get as projection } from "ol/proj";
import { t } from "../text";
import { Sqlite, type Value } from "./sqlite";

const ENVELOPES = [0, 32, 48, 48, 64];

/** All features of a GeoPackage (OGC 12-128r19, clauses 2.1.1 to 2.1.3) in degrees, with their columns as properties. */
export function features(file: Uint8Array): Feature[] {
  const database = new Sqlite(file);
  const systems = database.rows("gpkg_spatial_ref_sys");
  return database.rows("gpkg_geometry_columns").flatMap((layer) => {
    const system = systems.find(({ srs_id }) => srs_id === layer["srs_id"]);
    const code = `${String(system?.["organization"]).toUpperCase()}:${String(system?.["organization_coordsys_id"])}`;
    if (!projection(code)) {
      throw new Error(t("file.crs", { crs: code }));
    }
    const geometry = String(layer["column_name"]);
    return database
      .rows(String(layer["table_name"]))
      .filter((row) => row[geometry] instanceof Uint8Array)
      .map((row) => featureOf(row, geometry, code))
      .filter((feature) => feature !== undefined);
  });
}

function featureOf(row: Record<string, Value>, column: string, code: string): Feature | undefined {
  const blob = row[column] as Uint8Array;
  const flags = blob[3] ?? 0;
  const isEmpty = (flags & 0b10000) !== 0;
  const wkb = blob.slice(8 + (ENVELOPES[(flags >> 1) & 7] ?? 0));
  if (blob[0] !== 0x47 || blob[1] !== 0x50 || isEmpty) {
    return undefined;
  }
  const geometry = new WKB().readGeometry(wkb.buffer, {
    dataProjection: code,
    featureProjection: "EPSG:4326",
  });
  if (!geometry) {
    return undefined;
  }
  const feature = new Feature();
  feature.setProperties(row, true);
  feature.unset(column, true);
  feature.setGeometry(geometry);
  return feature;
}
