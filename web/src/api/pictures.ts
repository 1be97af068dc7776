import { useQuery } from "@tanstack/react-query";
import { call, credential } from "./http";

/** Whether pictures have to be asked for by script: a browser sends sessions along with them, and no keys. */
export const needKey = (): boolean => credential() !== "";

/** A picture that is asked for with the key of this tab, for as long as it is not given up. */
export const picture = async (url: string): Promise<Blob> => (await call(url)).blob();

/** The address of a picture for an `img`. */
export function usePicture(url: string): string | undefined {
  const isNeeded = needKey();
  const { data } = useQuery({
    queryKey: ["picture", url],
    queryFn: async () => URL.createObjectURL(await picture(url)),
    enabled: isNeeded,
    staleTime: Infinity,
    gcTime: Infinity,
  });
  return isNeeded ? data : url;
}
