import type { Choices } from "../api";
import type { Form } from "../app/address";
import { day, t } from "../text";

interface Props {
  choices: Choices;
  form: Form;
  season: string;
  year: number;
  onForm: (part: Partial<Form>) => void;
}

const CARDS = 5;
const FIRST = 2015;

/** Seasons as cards with their days, the last ones first, and days of one's own. */
export function SeasonPicker({ choices, form, season, year, onForm }: Props) {
  const own = form.start !== undefined || form.end !== undefined;
  const calendar = choices.seasons.find(({ id }) => id === season);
  const last = lastSeason();
  const years = Array.from({ length: CARDS }, (_, i) => last - i).filter((y) => y >= FIRST);
  if (!own && Number.isInteger(year) && !years.includes(year)) {
    years.push(year);
  }
  const days = (y: number) => (calendar ? seasonOf(calendar.start, calendar.end, y) : undefined);

  function choose(y: number) {
    onForm({ year: y, start: undefined, end: undefined });
  }

  function chooseOwn() {
    const [start, end] = days(year) ?? ["", ""];
    onForm({ start, end, year: undefined });
  }

  return (
    <fieldset className="seasons">
      <legend>{t("season")}</legend>
      {choices.seasons.length > 1 && (
        <select
          aria-label={t("season.calendar")}
          value={season}
          onChange={(e) => onForm({ season: e.target.value })}
        >
          {choices.seasons.map(({ id, title }) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </select>
      )}
      <div className="cards">
        {years.map((y) => {
          const [start, end] = days(y) ?? [];
          return (
            <label key={y} className="card">
              <input
                type="radio"
                name="season"
                checked={!own && y === year}
                onChange={() => choose(y)}
              />
              <span>
                <strong>{nameOf(y, end)}</strong>
                {start && end && (
                  <small>
                    {day(start)} – {day(end)}
                  </small>
                )}
              </span>
            </label>
          );
        })}
        <label className="card">
          <input type="radio" name="season" checked={own} onChange={chooseOwn} />
          <span>
            <strong>{t("season.own")}</strong>
          </span>
        </label>
      </div>
      {own && (
        <div className="row">
          {(["start", "end"] as const).map((which) => (
            <label key={which}>
              {t(`season.${which}`)}
              <input
                type="date"
                required
                min={`${FIRST}-06-23`}
                value={form[which] ?? ""}
                onChange={(e) => onForm({ [which]: e.target.value || "" })}
              />
            </label>
          ))}
        </div>
      )}
    </fieldset>
  );
}

/** First and last day of the season of a year; calendars give month and day as `--MM-dd`. */
export function seasonOf(start: string, end: string, year: number): [string, string] | undefined {
  const [first, last] = [start, end].map((text) => /^--(\d\d-\d\d)$/.exec(text)?.[1]);
  return first && last
    ? [`${year}-${first}`, `${last < first ? year + 1 : year}-${last}`]
    : undefined;
}

function nameOf(year: number, end: string | undefined): string {
  return end?.startsWith(String(year)) ? String(year) : `${year}/${String(year + 1).slice(2)}`;
}

/** The year in which the last whole season began: seasons end before August. */
export function lastSeason(now = new Date()): number {
  return now.getFullYear() - (now.getMonth() < 7 ? 2 : 1);
}
