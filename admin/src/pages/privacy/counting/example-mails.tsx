import { NativeSelect } from "@mantine/core";
import { useState, type ReactNode } from "react";
import type { CountingLevel } from "../../../../../contract/accounts.ts";
import { useTexts } from "../../../ui/index.ts";
import { texts } from "./texts.ts";

/** What a piece of a mail is to the one who reads it. */
type Mark = "own" | "random" | "same" | "purpose" | "text";
type Piece = string | readonly [Mark, string];

const LEVELS = ["unique", "shared", "clicks_only", "none"] as const;
const HOST = "https://m.example";
const TARGETS = ["https://bank.example/zinsen", "https://bank.example/termin"];

interface Reader {
  name: string;
  granted: boolean;
  /** Beginnings of the tokens this mail would carry: two links, the image, the link to unsubscribe. */
  personal: readonly [string, string, string];
  random: readonly [string, string, string];
  unsubscribe: string;
}

const READERS: readonly Reader[] = [
  {
    name: "Frau Ahrens",
    granted: true,
    personal: ["Qv7dK2mXw9Lr", "hB0sYp4Ue3Tz", "Jc6Rk81GnaVo"],
    random: ["", "", ""],
    unsubscribe: "mT3xWq9Zb5Lc",
  },
  {
    name: "Herr Brandt",
    granted: false,
    personal: ["", "", ""],
    random: ["a8FzR1yKd0Pw", "Ux2Nq7Gt5jEm", "W0ck9LvBs3Hy"],
    unsubscribe: "Kp8nVd2Rj7Ya",
  },
  {
    name: "Frau Celik",
    granted: false,
    personal: ["", "", ""],
    random: ["o5MtX3iQb9Zs", "Lr6Ew0Vc8nDa", "f1PgT4uJk7Rx"],
    unsubscribe: "Ze4hBs6Qw1Mf",
  },
];
const SAME = ["Tn2bC7vHq4Xd", "y9KsJ0aWr6Lp", "E3gUz8mFt1Ro"] as const;

/** Three mails of one mailing side by side, with everything marked that is not the same for all. */
export function ExampleMails({ level: chosen }: { level: CountingLevel }): ReactNode {
  const t = useTexts(texts);
  const [level, setLevel] = useState<CountingLevel>(chosen);
  return (
    <div className="pv-mails">
      <div className="pv-mails-bar">
        <NativeSelect
          className="k-noprint"
          label={t("mails.level")}
          value={level}
          onChange={(event) => setLevel(event.currentTarget.value as CountingLevel)}
          data={LEVELS.map((value) => ({ value, label: t(`levels.${value}.level`) }))}
        />
        <ul className="pv-marks" aria-label={t("mails.legend")}>
          {(["own", "random", "same", "purpose", "text"] as const).map((mark) => (
            <li key={mark}>
              <mark data-mark={mark}>{t(`mails.marks.${mark}`)}</mark>
            </li>
          ))}
        </ul>
      </div>
      <div className="pv-mails-row">
        {READERS.map((reader) => (
          <figure key={reader.name}>
            <figcaption>
              <b>{reader.name}</b>
              <span className="k-small k-muted">
                {t(reader.granted ? "mails.granted" : "mails.notGranted")}
              </span>
            </figcaption>
            <pre className="pv-mail" tabIndex={0} aria-label={t("mails.of", { name: reader.name })}>
              {linesOf(reader, level).map((line, index) => (
                <div key={index}>
                  {line.map((piece, at) =>
                    typeof piece === "string" ? (
                      piece
                    ) : (
                      <mark key={at} data-mark={piece[0]}>
                        {piece[1]}
                      </mark>
                    ),
                  )}
                </div>
              ))}
            </pre>
          </figure>
        ))}
      </div>
      <p className="k-small k-muted">{t("mails.note")}</p>
    </div>
  );
}

function linesOf(reader: Reader, level: CountingLevel): Piece[][] {
  const token = (at: 0 | 1 | 2): Piece => {
    if (reader.granted) return ["own", `${reader.personal[at]}…`];
    if (level === "unique") return ["random", `${reader.random[at]}…`];
    return ["same", `${SAME[at]}…`];
  };
  const link = (at: 0 | 1): Piece[] =>
    !reader.granted && level === "none"
      ? [`<a href="${TARGETS[at]!}">`]
      : [`<a href="${HOST}/t/`, token(at), `">`];
  const hasImage = reader.granted || level === "unique" || level === "shared";
  return [
    ["<p>Guten Tag, ", ["text", reader.name], ",</p>"],
    link(0),
    ["  Zinsen im Winter</a>"],
    link(1),
    ["  Termin vereinbaren</a>"],
    ...(hasImage ? [[`<img src="${HOST}/t/`, token(2), `">`]] : []),
    [`<a href="${HOST}/u/`, ["purpose", `${reader.unsubscribe}…`], `">`],
    ["  Abmelden</a>"],
  ];
}
