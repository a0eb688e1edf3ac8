import { IconUserCheck, IconUsersGroup } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { AccountView } from "../../../../../contract/accounts.ts";
import { Card, KeyValue, Pill, useFormat, useTexts } from "../../../ui/index.ts";
import { texts } from "./texts.ts";

/** The two kinds of recipients side by side: those who agreed, and everybody else at the account's level. */
export function LevelCards({ account }: { account: AccountView }): ReactNode {
  const t = useTexts(texts);
  const { level } = account.counting;
  return (
    <Card title={t("yours")} foot={<Choice account={account} />}>
      <div className="pv-levels">
        <Level
          icon={<IconUserCheck size={24} stroke={1.6} aria-hidden="true" />}
          title={t("granted.title")}
          pill={<Pill tone="ok">{t("granted.level")}</Pill>}
          text={t("granted.text")}
          links={t("granted.links")}
          pixel={t("granted.pixel")}
          stored={t("granted.stored")}
        />
        <Level
          icon={<IconUsersGroup size={24} stroke={1.6} aria-hidden="true" />}
          title={t("others")}
          pill={<Pill>{t(`levels.${level}.level`)}</Pill>}
          text={t(`levels.${level}.text`)}
          links={t(`levels.${level}.links`)}
          pixel={t(`levels.${level}.pixel`)}
          stored={t(`levels.${level}.stored`)}
        />
      </div>
    </Card>
  );
}

function Level(props: {
  icon: ReactNode;
  title: string;
  pill: ReactNode;
  text: string;
  links: string;
  pixel: string;
  stored: string;
}): ReactNode {
  const t = useTexts(texts);
  return (
    <section>
      <header>
        {props.icon}
        <h3>{props.title}</h3>
        {props.pill}
      </header>
      <p>{props.text}</p>
      <KeyValue
        items={[
          [t("links"), props.links],
          [t("pixel"), props.pixel],
          [t("stored"), props.stored],
        ]}
      />
    </section>
  );
}

/** Who chose this, when and why: the choice is a recorded one. */
function Choice({ account }: { account: AccountView }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const { choice } = account.counting;
  if (!choice) return <p>{t("notChosen")}</p>;
  return (
    <>
      <p>
        {t("choice", { who: choice.by, when: format.dateTime(choice.at) })}. {t("changeHint")}
      </p>
      <p>
        {t("reason")}: {choice.reason}
      </p>
    </>
  );
}
