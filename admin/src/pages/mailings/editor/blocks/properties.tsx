import type { ReactNode } from "react";
import type { Block, Section } from "../../../../../../contract/blocks.ts";
import type { Finding } from "../../../../../../contract/content.ts";
import { Notice, useLocale, useTexts } from "../../../../ui/index.ts";
import { findBlock, isOpen } from "./block-document.ts";
import { blockTexts } from "./block-texts.ts";
import { ConditionField } from "./condition-field.tsx";
import {
  ALIGN,
  ChoiceField,
  FormProvider,
  ImageField,
  LineField,
  LongField,
  NumberField,
  SwitchField,
  TimeField,
} from "./fields.tsx";
import { FeedItemsField } from "./feed-items.tsx";
import { SectionProperties } from "./section-properties.tsx";
import { SocialLinks } from "./social-fields.tsx";
import { useBlocks } from "./use-blocks.ts";

/** What can be set of the selected block or section; without one, of the whole mail. */
export function Properties(props: { findings: readonly Finding[] }): ReactNode {
  const t = useTexts(blockTexts);
  const acts = useBlocks();
  const { selected, document } = acts;
  const found = selected?.kind === "block" ? findBlock(document, selected.id) : undefined;
  const section =
    selected?.kind === "section"
      ? document.sections.find((each) => each.id === selected.id)
      : undefined;
  return (
    <div
      className="b-properties k-stack"
      role="group"
      aria-label={t("properties")}
      onKeyDown={(event) => {
        // Back to the block; an open list or date closes first.
        if (event.key !== "Escape" || selected?.kind !== "block" || event.defaultPrevented) return;
        globalThis.document.getElementById(`block-${selected.id}`)?.focus();
      }}
    >
      {found ? (
        <BlockProperties key={found.block.id} {...found} findings={props.findings} />
      ) : section ? (
        <SectionProperties key={section.id} section={section} />
      ) : (
        <MailProperties />
      )}
      {!selected && <p className="k-base">{t("nothing")}</p>}
    </div>
  );
}

function MailProperties(): ReactNode {
  const acts = useBlocks();
  return (
    <FormProvider
      value={{
        values: acts.document.settings,
        isOpen: () => !acts.readOnly,
        set: (patch) => acts.changeSettings(patch),
      }}
    >
      <ChoiceField
        name="frame"
        label="frame"
        byDefault="letter"
        choices={[
          ["letter", "letter"],
          ["plain", "plain"],
        ]}
      />
      <SwitchField name="edge" byDefault />
    </FormProvider>
  );
}

function BlockProperties(props: {
  block: Block;
  section: Section;
  findings: readonly Finding[];
}): ReactNode {
  const t = useTexts(blockTexts);
  const locale = useLocale();
  const acts = useBlocks();
  const { block, section } = props;
  const own = props.findings.filter((finding) => finding.block === block.id);
  return (
    <FormProvider
      value={{
        values: block as unknown as Record<string, unknown>,
        isOpen: (name) => !acts.readOnly && isOpen(section, block, name),
        set: (patch, name) => acts.change(block.id, patch as Partial<Block>, name),
      }}
    >
      <h3 className="b-proptitle">{t(`types.${block.type}`)}</h3>
      {section.locked && (
        <Notice>
          {t("locked")} {(block.open ?? []).length > 0 && t("lockedOpen")}
        </Notice>
      )}
      {own.map((finding) => (
        <Notice
          key={finding.rule + finding.message.de}
          tone={finding.severity === "block" ? "danger" : "wait"}
        >
          {finding.message[locale]}
        </Notice>
      ))}
      <BlockFields block={block} section={section} />
      {block.type !== "legal" && block.type !== "imprint" && <ConditionField />}
    </FormProvider>
  );
}

const MORE = (
  <>
    <LineField name="label" max={120} />
    <LineField name="href" max={2000} />
  </>
);

function BlockFields({ block, section }: { block: Block; section: Section }): ReactNode {
  switch (block.type) {
    case "header":
      return (
        <>
          <ChoiceField name="align" label="align" choices={ALIGN.slice(0, 2)} />
          <SwitchField name="showDate" />
          <SwitchField name="showWebView" />
        </>
      );
    case "text":
      return (
        <>
          <ChoiceField
            name="size"
            label="size"
            choices={[
              ["small", "small"],
              ["normal", "normal"],
              ["large", "large"],
            ]}
          />
          <ChoiceField name="align" label="align" choices={ALIGN} />
        </>
      );
    case "image":
      return (
        <>
          <ImageField name="src" withAlt />
          <LineField name="alt" />
          <LineField name="href" max={2000} />
          <LineField name="caption" />
          <NumberField name="width" min={10} max={100} />
          <SwitchField name="rounded" />
        </>
      );
    case "button":
      return (
        <>
          {MORE}
          <ChoiceField
            name="style"
            label="style"
            choices={[
              ["filled", "filled"],
              ["outline", "outline"],
            ]}
          />
          <ChoiceField name="align" label="align" choices={ALIGN} />
          <SwitchField name="fullWidth" />
        </>
      );
    case "product":
      return (
        <>
          <LineField name="name" max={200} />
          <LongField name="text" max={2000} />
          <LineField name="price" max={60} />
          <LineField name="oldPrice" max={60} />
          {MORE}
          <ImageField name="src" withAlt />
          <LineField name="alt" />
        </>
      );
    case "event":
      return (
        <>
          <LineField name="title" max={200} />
          <TimeField name="start" label="start" />
          <TimeField name="end" label="end" />
          <LineField name="place" max={300} />
          <LongField name="text" max={2000} />
          {MORE}
        </>
      );
    case "social":
      return (
        <>
          <SocialLinks block={block} section={section} />
          <ChoiceField name="align" label="align" choices={ALIGN} />
        </>
      );
    case "advisor":
      return (
        <>
          <LineField name="name" max={200} />
          <LineField name="role" max={200} />
          <LongField name="text" max={2000} />
          <LineField name="phone" max={60} />
          <LineField name="email" max={254} />
          <ImageField name="photo" withAlt />
          <LineField name="alt" />
          <ImageField name="signature" />
          {MORE}
        </>
      );
    case "legal":
      return <SwitchField name="question" />;
    case "divider":
      return (
        <ChoiceField
          name="style"
          label="dividerStyle"
          choices={[
            ["line", "line"],
            ["accent", "accent"],
            ["dots", "dots"],
          ]}
        />
      );
    case "spacer":
      return <NumberField name="height" min={4} max={120} />;
    case "video":
      return (
        <>
          <ImageField name="src" withAlt />
          <LineField name="alt" />
          {MORE}
        </>
      );
    case "countdown":
      return (
        <>
          <LineField name="title" max={200} />
          <TimeField name="end" label="until" />
          <LineField name="note" max={300} />
        </>
      );
    case "html":
      return (
        <>
          <LongField name="html" max={60_000} code />
          <FeedItemsField />
        </>
      );
    case "imprint":
      return null;
  }
}
