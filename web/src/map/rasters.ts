import { useEffect } from "react";
import TileLayer from "ol/layer/Tile";
import type ImageTile from "ol/ImageTile";
import { transformExtent } from "ol/proj";
import XYZ from "ol/source/XYZ";
import type Tile from "ol/Tile";
import TileState from "ol/TileState";
import * as api from "../api";
import { needKey, picture } from "../api/pictures";
import { client } from "../api/queries";
import type { Scene } from "./scene";

/** A layer of the server with what is known of it, the opacity, and the query that hides some of it. */
export interface Shown {
  layer: string;
  opacity: number;
  filter: string;
  tileJson: api.TileJson | undefined;
}

const LAYER = "geocrop.layer";
const FILTER = "geocrop.filter";
const GROWING = "growing";

/** Keeps the map's tile layers as the list is, the lowest first: what is not in the list is never left on the map. */
export function useRasters(scene: Scene | undefined, shown: Shown[]) {
  const known = shown.filter(({ tileJson }) => tileJson);
  const wanted = JSON.stringify(
    known.map(({ layer, opacity, filter, tileJson }) => ({
      layer,
      opacity,
      filter,
      bounds: tileJson!.bounds,
      maxzoom: tileJson!.maxzoom,
    })),
  );
  useEffect(() => {
    if (!scene) {
      return;
    }
    interface Wanted extends Omit<Shown, "tileJson">, Pick<api.TileJson, "bounds" | "maxzoom"> {}
    const layers = scene.rasters.getLayers();
    const before = layers.getArray().slice() as TileLayer<XYZ>[];
    const list = JSON.parse(wanted) as Wanted[];
    list.forEach(({ layer, opacity, filter, bounds, maxzoom }, i) => {
      let tiles = before.find((each) => each.get(LAYER) === layer);
      if (!tiles) {
        tiles = new TileLayer<XYZ>();
        tiles.set(LAYER, layer);
        layers.push(tiles);
      }
      if (tiles.get(FILTER) !== filter) {
        tiles.set(FILTER, filter);
        tiles.setSource(tileSource(layer, bounds, maxzoom, filter));
      }
      tiles.setOpacity(opacity);
      tiles.setZIndex(i);
    });
    before
      .filter((each) => each.get(LAYER) !== GROWING)
      .filter((each) => list.every(({ layer }) => layer !== each.get(LAYER)))
      .forEach((each) => layers.remove(each));
  }, [scene, wanted]);
}

/** The finished blocks of a job that still runs, anew with each step. */
export function useGrowing(scene: Scene | undefined, job: string | undefined, step: number) {
  useEffect(() => {
    if (!scene || !job) {
      return;
    }
    const layers = scene.rasters.getLayers();
    const tiles = new TileLayer<XYZ>({ zIndex: 100 });
    tiles.set(LAYER, GROWING);
    layers.push(tiles);
    return () => void layers.remove(tiles);
  }, [scene, job]);
  useEffect(() => {
    const tiles = scene?.rasters
      .getLayers()
      .getArray()
      .find((each) => each.get(LAYER) === GROWING) as TileLayer<XYZ> | undefined;
    if (tiles && job) {
      const source =
        tiles.getSource() ??
        new XYZ({ interpolate: false, transition: 0, tileLoadFunction: loadTile });
      // Each step has addresses of its own, or the browser would show the tiles that it has.
      source.setUrl(`${api.tiles(job, 1, "")}?step=${step}`);
      tiles.setSource(source);
    }
  }, [scene, job, step]);
}

/** A tile by its address, or where that has to come with a key, as what was read from there. */
function loadTile(tile: Tile, url: string) {
  const image = (tile as ImageTile).getImage() as HTMLImageElement;
  if (!needKey()) {
    image.src = url;
    return;
  }
  picture(url).then(
    (blob) => {
      const local = URL.createObjectURL(blob);
      image.addEventListener("load", () => URL.revokeObjectURL(local), { once: true });
      image.src = local;
    },
    () => tile.setState(TileState.ERROR),
  );
}

function tileSource(layer: string, bounds: api.Bounds, maxzoom: number, filter: string): XYZ {
  const scale = window.devicePixelRatio > 1 ? 2 : 1;
  const source = new XYZ({
    url: api.tiles(layer, scale, filter),
    tilePixelRatio: scale,
    maxZoom: maxzoom,
    interpolate: false,
    transition: 0,
    tileLoadFunction: loadTile,
  });
  const extent = transformExtent(bounds, "EPSG:4326", "EPSG:3857");
  const grid = source.getTileGrid()!;
  const url = source.getTileUrlFunction();
  // Tiles beside the map are not asked for.
  source.setTileUrlFunction((coord, ratio, projection) => {
    const [west = 0, south = 0, east = 0, north = 0] = grid.getTileCoordExtent(coord);
    const beside =
      east < extent[0]! || west > extent[2]! || north < extent[1]! || south > extent[3]!;
    return beside ? undefined : url(coord, ratio, projection);
  });
  // A tile that is refused: the map may be gone, or the session over. What is known of jobs is asked anew.
  source.on("tileloaderror", () => {
    if (client.isFetching({ queryKey: ["job"] }) === 0) {
      void client.invalidateQueries({ queryKey: ["job"] });
    }
  });
  return source;
}
