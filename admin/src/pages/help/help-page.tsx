import {
  IconBook2,
  IconEyeQuestion,
  IconScale,
  IconStairsUp,
  IconTarget,
  type Icon,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useCan, type Permission } from "../../api/index.ts";
import { Link, Page, useTexts } from "../../ui/index.ts";
import { places } from "./places.ts";
import { texts } from "./texts.ts";
import "./help.css";

const CARDS: [keyof (typeof texts)["de"]["cards"], Icon, Permission?][] = [
  ["guide", IconStairsUp],
  ["opens", IconEyeQuestion],
  ["method", IconScale, "account.read"],
  ["glossary", IconBook2],
  ["goals", IconTarget, "reports.read"],
];

/** Where every explanation of the workplace begins. */
export default function HelpPage(): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  return (
    <Page title={t("title")} meta={t("meta")}>
      <ul className="hp-cards">
        {CARDS.filter(([, , permission]) => !permission || can(permission)).map(
          ([id, CardIcon]) => (
            <li key={id}>
              <Link to={places[id]} className="hp-card">
                <CardIcon size={26} stroke={1.5} aria-hidden="true" />
                <b>{t(`cards.${id}.title`)}</b>
                <span>{t(`cards.${id}.text`)}</span>
              </Link>
            </li>
          ),
        )}
      </ul>
    </Page>
  );
}
