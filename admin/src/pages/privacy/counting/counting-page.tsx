import {
  IconClockPause,
  IconEyeOff,
  IconHandStop,
  IconHeartbeat,
  IconRobot,
  IconTrash,
  IconX,
  type Icon,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { AccountView } from "../../../../../contract/accounts.ts";
import { dropReasons } from "../../../../../contract/tracking.ts";
import { useApiQuery, useCan } from "../../../api/index.ts";
import {
  ButtonLink,
  Card,
  CardSkeletons,
  Grid,
  Loaded,
  Notice,
  RuleTag,
  SimpleTable,
  useLocale,
  useTexts,
} from "../../../ui/index.ts";
import { Cockpit, Proven } from "../cockpit.tsx";
import { settingsPath } from "../places.ts";
import { LevelCards } from "./level-cards.tsx";
import { texts } from "./texts.ts";
import "./counting.css";

/** How counting works for this account, in words for somebody who never heard of a pixel. */
export default function CountingPage(): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const query = useApiQuery<AccountView>("/account");
  return (
    <Cockpit
      section="counting"
      actions={
        can("account.manage") && (
          <ButtonLink to={settingsPath("counting")}>{t("change")}</ButtonLink>
        )
      }
    >
      <div className="k-stack-lg">
        <p className="k-muted pv-lead">{t("lead")}</p>
        <Loaded query={query} skeleton={<CardSkeletons />}>
          {(account) => (
            <Grid>
              <LevelCards account={account} />
              <Rules k={account.kMin} />
              <Never />
              <div className="c7 k-stack-lg">
                <Proven>{t("proven")}</Proven>
                <Notice title={t("legalTitle")}>{t("legal")}</Notice>
              </div>
              <Drops />
            </Grid>
          )}
        </Loaded>
      </div>
    </Cockpit>
  );
}

const RULES: [keyof (typeof texts)["de"]["rules"], Icon][] = [
  ["k", IconEyeOff],
  ["close", IconClockPause],
  ["gate", IconHandStop],
  ["withdraw", IconTrash],
  ["machines", IconRobot],
  ["off", IconHeartbeat],
];

function Rules({ k }: { k: number }): ReactNode {
  const t = useTexts(texts);
  return (
    <Card title={t("rulesTitle")}>
      <ul className="pv-rules">
        {RULES.map(([id, RuleIcon]) => (
          <li key={id}>
            <RuleIcon size={22} stroke={1.6} aria-hidden="true" />
            <div>
              <b>{t(`rules.${id}.title`)}</b>
              <p>{t(`rules.${id}.text`, { k })}</p>
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Never(): ReactNode {
  const t = useTexts(texts);
  const items = ["ip", "agent", "time", "cookie", "place", "forward"] as const;
  return (
    <Card className="c5" title={t("never")}>
      <ul className="pv-never">
        {items.map((item) => (
          <li key={item}>
            <IconX size={18} stroke={1.8} aria-hidden="true" />
            {t(`neverItems.${item}`)}
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Drops(): ReactNode {
  const t = useTexts(texts);
  const locale = useLocale();
  return (
    <Card title={t("drops")}>
      <p className="k-small k-muted pv-lead" style={{ marginBottom: 16 }}>
        {t("dropsText")}
      </p>
      <SimpleTable
        label={t("drops")}
        head={
          <tr>
            <th scope="col">{t("drop")}</th>
            <th scope="col" data-num>
              {t("rule")}
            </th>
          </tr>
        }
      >
        {Object.entries(dropReasons).map(([code, reason]) => (
          <tr key={code}>
            <td>
              <b>{reason.label[locale]}</b>
              <span className="k-sub">{reason.explanation[locale]}</span>
            </td>
            <td data-num>
              <RuleTag rule={reason.rule} />
            </td>
          </tr>
        ))}
      </SimpleTable>
    </Card>
  );
}
