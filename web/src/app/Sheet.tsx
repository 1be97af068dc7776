import { useRef, type PointerEvent, type ReactNode } from "react";
import { t } from "../text";

export type Stop = "peek" | "half" | "full";
const STOPS: Stop[] = ["peek", "half", "full"];
/** A press that moves less is a tap. */
const TAP_PX = 8;

interface Props {
  stop: Stop;
  onStop: (stop: Stop) => void;
  children: ReactNode;
}

/** What stands beside the map; on a phone a sheet over it with three stops, moved by its handle. */
export function Sheet({ stop, onStop, children }: Props) {
  const sheet = useRef<HTMLElement>(null);
  const pressed = useRef<{ y: number; height: number; pulled?: number }>(undefined);

  function press(event: PointerEvent<HTMLButtonElement>) {
    event.currentTarget.setPointerCapture(event.pointerId);
    const height = sheet.current!.getBoundingClientRect().height;
    pressed.current = { y: event.clientY, height };
  }

  function move(event: PointerEvent) {
    const from = pressed.current;
    if (from && (from.pulled !== undefined || Math.abs(event.clientY - from.y) > TAP_PX)) {
      from.pulled = from.height + from.y - event.clientY;
      sheet.current!.style.height = `${from.pulled}px`;
    }
  }

  function release() {
    const pulled = pressed.current?.pulled;
    if (pulled !== undefined) {
      // Where it was pulled to: its own height may still follow.
      const share = pulled / window.innerHeight;
      onStop(share < 0.3 ? "peek" : share < 0.7 ? "half" : "full");
    }
    sheet.current!.style.height = "";
  }

  function next() {
    if (pressed.current?.pulled === undefined) {
      onStop(STOPS[(STOPS.indexOf(stop) + 1) % STOPS.length]!);
    }
    pressed.current = undefined;
  }

  return (
    <aside ref={sheet} aria-label={t("sheet")}>
      <button
        type="button"
        className="handle"
        aria-label={t(`sheet.${stop}`)}
        onPointerDown={press}
        onPointerMove={move}
        onPointerUp={release}
        onPointerCancel={release}
        onClick={next}
      />
      <div className="content">{children}</div>
    </aside>
  );
}
