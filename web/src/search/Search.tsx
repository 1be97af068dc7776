import { useState, type KeyboardEvent } from "react";
import { degrees } from "../app/title";
import { country, t } from "../text";
import type { Reading } from "./coordinates";
import { middleOf, useLocal } from "./local";
import { named, search } from "./places";
import { useTowns } from "./towns";

interface Found {
  name: string;
  about: string;
  lonLat: [number, number];
  zoom: number;
}

const LIMIT = 6;
const TOWN_ZOOM = 13;
const POINT_ZOOM = 15;
const HOME: [number, number, number, number] = [8, -36, 53, 6];

/** Leads to places by name, to coordinates in any usual form, and to where one stands. */
export function Search({ onFound }: { onFound: (lonLat: [number, number], zoom: number) => void }) {
  const [text, setText] = useState("");
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(0);
  const [readings, setReadings] = useState<Reading[]>([]);
  const [where, setWhere] = useState<string>();
  const { data: towns } = useTowns(open);
  const { data: places } = useLocal(open);
  const found: Found[] = [
    ...readings.map(({ lonLat, how }) => ({
      name: `${degrees(lonLat[1], "N", "S", 5)}, ${degrees(lonLat[0], "E", "W", 5)}`,
      about: how,
      lonLat,
      zoom: POINT_ZOOM,
    })),
    ...named(places ?? [], text, LIMIT).map((place) => ({
      name: place.name,
      about: t(`place.${place.kind}`),
      lonLat: middleOf(place),
      zoom: TOWN_ZOOM,
    })),
    ...search(towns ?? [], text, LIMIT).map(([name, code, lon, lat]) => ({
      name,
      about: country(code),
      lonLat: [lon, lat] as [number, number],
      zoom: TOWN_ZOOM,
    })),
  ];
  const shown = open && text.trim().length > 1;

  async function type(value: string) {
    setText(value);
    setOpen(true);
    setActive(0);
    const { read } = await import("./coordinates");
    setReadings(read(value, HOME));
  }

  function go(one: Found | undefined) {
    if (one) {
      setOpen(false);
      setText(one.name);
      onFound(one.lonLat, one.zoom);
    }
  }

  function key(event: KeyboardEvent) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && found.length > 0) {
      event.preventDefault();
      setActive((active + step + found.length) % found.length);
    } else if (event.key === "Enter") {
      event.preventDefault();
      go(found[active]);
    } else if (event.key === "Escape") {
      setOpen(false);
    }
  }

  function locate() {
    setWhere(t("search.locating"));
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        setWhere(undefined);
        onFound([coords.longitude, coords.latitude], POINT_ZOOM);
      },
      () => setWhere(t("search.notLocated")),
      { enableHighAccuracy: true, timeout: 15_000 },
    );
  }

  return (
    <search className="search">
      <input
        type="search"
        role="combobox"
        aria-label={t("search")}
        placeholder={t("search")}
        aria-expanded={shown}
        aria-controls="found"
        aria-activedescendant={shown && found[active] ? `found-${active}` : undefined}
        autoComplete="off"
        value={text}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onChange={(e) => void type(e.target.value)}
        onKeyDown={key}
      />
      <button type="button" aria-label={t("search.here")} onClick={locate}>
        <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
          <circle cx="8" cy="8" r="4" fill="none" stroke="currentColor" strokeWidth="2" />
          <path d="M8 0v4M8 12v4M0 8h4M12 8h4" stroke="currentColor" strokeWidth="2" />
        </svg>
      </button>
      {where && <p role="status">{where}</p>}
      <ul
        id="found"
        role="listbox"
        aria-label={t("search.found")}
        hidden={!shown}
        // A press here takes no focus from the field.
        onMouseDown={(e) => e.preventDefault()}
      >
        {found.map((one, i) => (
          // Keys are taken by the field, whose list this is.
          // eslint-disable-next-line jsx-a11y/click-events-have-key-events
          <li
            key={`${one.name} ${one.about} ${one.lonLat.join()}`}
            id={`found-${i}`}
            role="option"
            aria-selected={i === active}
            tabIndex={-1}
            onClick={() => go(one)}
          >
            {one.name} <small>{one.about}</small>
          </li>
        ))}
        {found.length === 0 && (
          <li role="option" aria-selected={false} aria-disabled="true">
            {t("search.nothing")}
          </li>
        )}
      </ul>
    </search>
  );
}
