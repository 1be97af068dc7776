declare module "virtual:places" {
  /** Address of the file of towns. */
  const address: string;
  export default address;
}

declare module "shpjs" {
  /** GeoJSON in degrees of the shapefiles in a zip; several if there are several. */
  export function parseZip(zip: ArrayBuffer): Promise<object | object[]>;
}
