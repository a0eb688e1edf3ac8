import { NumberInput, SegmentedControl, Select, Textarea, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useCallback, useEffect, useRef, useState, type ReactNode } from "react";
import type { AccountView } from "../../../../../contract/accounts.ts";
import {
  buttonShapes,
  typeStacks,
  type BrandKit,
  type SocialLink,
} from "../../../../../contract/blocks.ts";
import type { BrandKitAnswer, BrandKitChange } from "../../../../../contract/editing.ts";
import { api, apiKey, queryClient, useApiQuery, useCan } from "../../../api/index.ts";
import {
  Loaded,
  PageSkeleton,
  SaveStateText,
  ScaledMail,
  useAutosave,
  useLocale,
  useTexts,
} from "../../../ui/index.ts";
import { Group } from "../shared/draft.tsx";
import { texts } from "./appearance-texts.ts";

const NETWORKS = ["website", "linkedin", "xing", "instagram", "facebook", "youtube"] as const;
const NAMES: Record<(typeof NETWORKS)[number], string> = {
  website: "Website",
  linkedin: "LinkedIn",
  xing: "XING",
  instagram: "Instagram",
  facebook: "Facebook",
  youtube: "YouTube",
};

/** Typefaces, buttons and closing lines of mails made of blocks, with a letter that shows them. */
export function BrandKitGroup({
  account,
  colour,
}: {
  account: AccountView;
  colour: string;
}): ReactNode {
  const t = useTexts(texts);
  const query = useApiQuery<BrandKitAnswer>("/brand-kit");
  return (
    <Group title={t("kit")} text={t("kitText")}>
      <Loaded query={query} skeleton={<PageSkeleton cards={1} />}>
        {(kit) => (
          <Kit kit={kit} colour={colour} look={`${account.theme.colour} ${account.logoUrl}`} />
        )}
      </Loaded>
    </Group>
  );
}

function Kit(props: { kit: BrandKitAnswer; colour: string; look: string }): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const readOnly = !can("account.manage");
  const { headings, text, buttons, logoWidth, footer, social } = props.kit;
  const [kit, setKit] = useState<BrandKitChange>({
    headings,
    text,
    buttons,
    logoWidth,
    footer,
    social,
  });
  const store = useCallback(async (next: BrandKitChange): Promise<void> => {
    const links = next.social.filter((link) => link.url.trim() !== "");
    const answer = await api.put<BrandKitAnswer>("/brand-kit", { ...next, social: links });
    queryClient.setQueryData(apiKey("/brand-kit"), answer);
  }, []);
  const save = useAutosave(kit, store, { enabled: !readOnly });
  // Drafts follow the colour and the logo, too.
  const seen = useRef(props.look);
  useEffect(() => {
    if (seen.current === props.look || readOnly) return;
    seen.current = props.look;
    setKit((before) => ({ ...before }));
  }, [props.look, readOnly]);
  const set = (patch: Partial<BrandKitChange>): void => setKit({ ...kit, ...patch });
  const stacks = typeStacks.map((value) => ({ value, label: t(`stacks.${value}`) }));
  return (
    <div className="set-kit-room">
      <div className="set-kit">
        <div className="k-stack set-kit-fields">
          {!readOnly && <SaveStateText save={save} />}
          {(["headings", "text"] as const).map((name) => (
            <Select
              key={name}
              label={t(`kitFields.${name}`)}
              value={kit[name]}
              data={stacks}
              disabled={readOnly}
              allowDeselect={false}
              onChange={(value) => value && set({ [name]: value as BrandKit["text"] })}
            />
          ))}
          <div>
            <p className="m-legend" id="kit-buttons">
              {t("kitFields.buttons")}
            </p>
            <SegmentedControl
              aria-labelledby="kit-buttons"
              value={kit.buttons}
              disabled={readOnly}
              data={buttonShapes.map((value) => ({ value, label: t(`shapes.${value}`) }))}
              onChange={(value) => set({ buttons: value as BrandKit["buttons"] })}
            />
          </div>
          {props.kit.logo && (
            <NumberInput
              label={t("kitFields.logoWidth")}
              value={kit.logoWidth}
              min={16}
              max={600}
              disabled={readOnly}
              onChange={(value) => {
                const width = Math.round(Number(value));
                if (width >= 16 && width <= 600) set({ logoWidth: width });
              }}
            />
          )}
          <Textarea
            label={t("kitFields.footer")}
            value={kit.footer}
            maxLength={1000}
            autosize
            minRows={2}
            disabled={readOnly}
            onChange={(event) => set({ footer: event.currentTarget.value })}
          />
          {NETWORKS.map((network) => (
            <TextInput
              key={network}
              label={NAMES[network]}
              placeholder="https://"
              inputMode="url"
              maxLength={2000}
              disabled={readOnly}
              value={kit.social.find((link) => link.network === network)?.url ?? ""}
              onChange={(event) =>
                set({ social: withLink(kit.social, network, event.currentTarget.value) })
              }
            />
          ))}
        </div>
        <div className="set-kit-sample">
          <Sample kit={kit} colour={props.colour} />
        </div>
      </div>
    </div>
  );
}

function withLink(
  links: readonly SocialLink[],
  network: SocialLink["network"],
  url: string,
): SocialLink[] {
  return links.some((link) => link.network === network)
    ? links.map((link) => (link.network === network ? { network, url } : link))
    : [...links, { network, url }];
}

/** A letter in the look that is being chosen. */
function Sample({ kit, colour }: { kit: BrandKitChange; colour: string }): ReactNode {
  const t = useTexts(texts);
  const locale = useLocale();
  const { headings, text, buttons, logoWidth, footer } = kit;
  const choices = JSON.stringify({ headings, text, buttons, logoWidth, footer, colour, locale });
  const [settled] = useDebouncedValue(choices, 350);
  const query = useApiQuery<{ html: string }>(
    "/brand-kit/preview",
    JSON.parse(settled) as Record<string, string>,
  );
  const last = useRef<string>(undefined);
  if (query.data) last.current = query.data.html;
  return last.current === undefined ? (
    <PageSkeleton cards={1} />
  ) : (
    <ScaledMail html={last.current} width={680} title={t("kitSample")} />
  );
}
