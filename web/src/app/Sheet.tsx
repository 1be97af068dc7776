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
  const pressed = useRef<{ y: number; height: number; moved: boolean }>(undefined);

  function press(event: PointerEvent<HTMLButtonElement>) {
    event.currentTarget.setPointerCapture(event.pointerId);
    const height = sheet.current!.getBoundingClientRect().height;
    pressed.current = { y: event.clientY, height, moved: false };
  }

  function move(event: PointerEvent) {
    const from = pressed.current;
    if (from && (from.moved || Math.abs(event.clientY - from.y) > TAP_PX)) {
      from.moved = true;
      sheet.current!.style.height = `${from.height + from.y - event.clientY}px`;
    }
  }

  function release() {
    const element = sheet.current!;
    if (pressed.current?.moved) {
      const share = element.getBoundingClientRect().height / window.innerHeight;
      onStop(share < 0.3 ? "peek" : share < 0.7 ? "half" : "full");
    }
    element.style.height = "";
  }

  function next() {
    if (!pressed.current?.moved) {
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
