import { ActionIcon, Button, Select, TextInput } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import type { ReactNode } from "react";
import {
  socialNetworks,
  type Block,
  type Section,
  type SocialLink,
} from "../../../../../../contract/blocks.ts";
import { useTexts } from "../../../../ui/index.ts";
import { isOpen } from "./block-document.ts";
import { blockTexts } from "./block-texts.ts";
import { networkName } from "./block-view.tsx";
import { useBlocks } from "./use-blocks.ts";

/** Networks of the account, each with its address. */
export function SocialLinks(props: {
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
