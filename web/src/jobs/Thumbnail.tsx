import { thumbnail } from "../api";
import { usePicture } from "../api/pictures";

/** A small picture of a layer. */
export function Thumbnail({ layer, size }: { layer: string; size: number }) {
  const source = usePicture(thumbnail(layer));
  return <img src={source} alt="" loading="lazy" width={size} height={size} />;
}
