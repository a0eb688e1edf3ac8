import { ActionIcon, Button, Select, TextInput } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import {
  socialNetworks,
  type Block,
  type Section,
  type SocialLink,
} from "../../../../../../contract/blocks.ts";
import type { Finding } from "../../../../../../contract/content.ts";
import { api, invalidate, queryClient } from "../../../../api/index.ts";
import { Notice, showDone, showProblem, useLocale, useTexts } from "../../../../ui/index.ts";
import { findBlock, isOpen, withColumns } from "./block-document.ts";
import { blockTexts } from "./block-texts.ts";
import { networkName } from "./block-view.tsx";
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
      {block.type !== "legal" && block.type !== "imprint" && (
        <LineField name="condition" max={300} />
      )}
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
      return <LongField name="html" max={60_000} code />;
    case "imprint":
      return null;
  }
}

function SocialLinks(props: {
  block: Extract<Block, { type: "social" }>;
  section: Section;
}): ReactNode {
  const acts = useBlocks();
  return (
    <SocialFields
      links={props.block.links}
      disabled={acts.readOnly || !isOpen(props.section, props.block, "links")}
      onChange={(links) => acts.change(props.block.id, { links }, "links")}
    />
  );
}

function SocialFields(props: {
  links: readonly SocialLink[];
  disabled: boolean;
  onChange: (links: SocialLink[]) => void;
}): ReactNode {
  const t = useTexts(blockTexts);
  const { links } = props;
  const put = (index: number, patch: Partial<SocialLink>): void =>
    props.onChange(links.map((link, at) => (at === index ? { ...link, ...patch } : link)));
  return (
    <div className="k-stack">
      <p className="m-legend">{t("fields.links")}</p>
      {links.length === 0 && <p className="k-base">{t("fields.linksHelp")}</p>}
      {links.map((link, index) => (
        <div key={index} className="b-network">
          <Select
            aria-label={t("fields.network")}
            value={link.network}
            disabled={props.disabled}
            allowDeselect={false}
            data={socialNetworks.map((value) => ({ value, label: networkName(value) }))}
            onChange={(value) => value && put(index, { network: value as SocialLink["network"] })}
          />
          <TextInput
            aria-label={t("fields.href")}
            value={link.url}
            maxLength={2000}
            disabled={props.disabled}
            placeholder="https://"
            onChange={(event) => put(index, { url: event.currentTarget.value })}
          />
          <ActionIcon
            variant="subtle"
            disabled={props.disabled}
            aria-label={t("fields.removeLink", { name: networkName(link.network) })}
            onClick={() => props.onChange(links.filter((_, at) => at !== index))}
          >
            <IconX size={16} aria-hidden="true" />
          </ActionIcon>
        </div>
      ))}
      {links.length < 12 && (
        <Button
          size="xs"
          disabled={props.disabled}
          leftSection={<IconPlus size={16} aria-hidden="true" />}
          onClick={() => props.onChange([...links, { network: "website", url: "" }])}
        >
          {t("fields.addLink")}
        </Button>
      )}
    </div>
  );
}

function SectionProperties({ section }: { section: Section }): ReactNode {
  const t = useTexts(blockTexts);
  const acts = useBlocks();
  const open = !acts.readOnly && !section.locked;
  return (
    <FormProvider
      value={{
        values: section as unknown as Record<string, unknown>,
        isOpen: () => open,
        set: (patch, name) => acts.changeSection(section.id, patch as Partial<Section>, name),
      }}
    >
      <h3 className="b-proptitle">{section.name ?? t("section")}</h3>
      {section.locked && <Notice>{t("locked")}</Notice>}
      <Select
        label={t("fields.columns")}
        value={String(section.columns.length)}
        disabled={!open}
        allowDeselect={false}
        data={["1", "2", "3", "4"]}
        onChange={(value) =>
          value &&
          acts.changeSection(
            section.id,
            { columns: withColumns(section, Number(value)).columns },
            "columns",
          )
        }
      />
      {section.columns.length > 1 && <SwitchField name="sideBySide" />}
      <ChoiceField
        name="background"
        label="background"
        byDefault="none"
        choices={[
          ["none", "none"],
          ["soft", "soft"],
          ["accent", "accentGround"],
        ]}
      />
      <ChoiceField
        name="padding"
        label="padding"
        byDefault="normal"
        choices={[
          ["none", "noPadding"],
          ["small", "small"],
          ["normal", "normal"],
          ["large", "large"],
        ]}
      />
      <SwitchField name="ruled" />
      <LineField name="condition" max={300} />
      {!acts.readOnly && <KeepSection section={section} />}
    </FormProvider>
  );
}

function KeepSection({ section }: { section: Section }): ReactNode {
  const t = useTexts(blockTexts);
  const [name, setName] = useState("");
  const keep = (): void => {
    api.post("/saved-sections", { name: name.trim(), section }).then(
      () => {
        void invalidate(queryClient, ["/saved-sections"]);
        showDone(t("savedDone", { name: name.trim() }));
        setName("");
      },
      (error: unknown) => showProblem(error),
    );
  };
  return (
    <form
      className="b-keep"
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim()) keep();
      }}
    >
      <TextInput
        label={t("save")}
        placeholder={t("saveName")}
        value={name}
        maxLength={80}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Button type="submit" disabled={!name.trim()}>
        {t("saveDo")}
      </Button>
    </form>
  );
}
