import { IconCode, IconLayoutGrid, IconSourceCode } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTexts } from "../../../ui/index.ts";
import { blockTexts } from "./blocks/block-texts.ts";
import type { Draft } from "./draft.ts";
import { firstDocument, FIRST_MJML } from "./first-content.ts";
import type { Change } from "./use-draft.ts";

/** An empty mailing asks what its author would like to write in. */
export function StartChoice(props: {
  locale: Draft["locale"];
  onChoose: Change;
  onHtml: () => void;
}): ReactNode {
  const t = useTexts(blockTexts);
  const icon = { size: 32, stroke: 1.4, "aria-hidden": true } as const;
  const choices = [
    {
      key: "blocks",
      icon: <IconLayoutGrid {...icon} />,
      act: () =>
        props.onChoose({ source: { kind: "blocks", source: firstDocument(props.locale) } }),
    },
    {
      key: "mjml",
      icon: <IconSourceCode {...icon} />,
      act: () =>
        props.onChoose({ source: { kind: "mjml", source: { mjml: FIRST_MJML[props.locale] } } }),
    },
    { key: "html", icon: <IconCode {...icon} />, act: props.onHtml },
  ] as const;
  return (
    <section className="k-card m-start" aria-labelledby="m-start">
      <h2 id="m-start">{t("start.title")}</h2>
      <div className="m-startchoices">
        {choices.map((choice) => (
          <button key={choice.key} type="button" className="m-startchoice" onClick={choice.act}>
            {choice.icon}
            <b>{t(`start.${choice.key}`)}</b>
            <span className="k-muted">{t(`start.${choice.key}Text`)}</span>
          </button>
        ))}
      </div>
    </section>
  );
}
