import { Button, SegmentedControl, Tabs } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import { useMemo, type ReactNode } from "react";
import type { ContentPart, Finding } from "../../../../../contract/content.ts";
import type { MailingView } from "../../../../../contract/mailings.ts";
import {
  CodeEditor,
  showUndo,
  useLocale,
  useTexts,
  type CodeFinding,
  type Locale,
} from "../../../ui/index.ts";
import type { Draft } from "./draft.ts";
import { useWays } from "./places-in-draft.ts";
import { texts } from "./texts.ts";
import type { Change } from "./use-draft.ts";

export type CodePart = "html" | "text";
export interface Reveal {
  part: CodePart;
  from: number;
  to: number;
  nonce: number;
}

/** The author's code, HTML or MJML, never rewritten, and the plain text beside it. */
export function ContentPane(props: {
  draft: Draft;
  change: Change;
  saved: MailingView;
  findings: readonly Finding[];
  readOnly: boolean;
  part: CodePart;
  onPart: (part: CodePart) => void;
  reveal: Reveal | undefined;
  height: number;
}): ReactNode {
  const t = useTexts(texts);
  const locale = useLocale();
  const ways = useWays();
  const { draft, change, readOnly, reveal } = props;
  const mjml = draft.source.kind === "mjml" ? draft.source.source.mjml : undefined;
  const marks = useMemo(
    () => ({
      html: marksOf(props.findings, "html", locale),
      text: marksOf(props.findings, "text", locale),
    }),
    [props.findings, locale],
  );
  const revealOf = (part: CodePart): { reveal?: Omit<Reveal, "part"> } =>
    reveal?.part === part ? { reveal } : {};
  return (
    <Tabs
      value={props.part}
      onChange={(value) => props.onPart(value === "text" ? "text" : "html")}
      keepMounted={false}
      className="m-code"
    >
      <Tabs.List>
        <Tabs.Tab value="html">{mjml === undefined ? t("code") : "MJML"}</Tabs.Tab>
        <Tabs.Tab value="text">{t("plainText")}</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="html" onFocus={() => ways.entered("html")}>
        <CodeEditor
          label={t(mjml === undefined ? "codeLabel" : "mjmlLabel")}
          value={mjml ?? draft.html}
          onChange={(code) =>
            change(
              mjml === undefined
                ? { html: code }
                : { source: { kind: "mjml", source: { mjml: code } } },
              "html",
            )
          }
          findings={marks.html}
          readOnly={readOnly}
          height={props.height}
          placeholder={t("codePlaceholder")}
          {...revealOf("html")}
        />
      </Tabs.Panel>
      <Tabs.Panel value="text" onFocus={() => ways.entered("text")}>
        <TextPane {...props} marks={marks.text} {...revealOf("text")} />
      </Tabs.Panel>
    </Tabs>
  );
}

/** The plain text: made from the HTML, or the author's own. */
export function TextPane(props: {
  draft: Draft;
  change: Change;
  saved: MailingView;
  readOnly: boolean;
  height: number;
  marks?: CodeFinding[];
  reveal?: Omit<Reveal, "part">;
}): ReactNode {
  const t = useTexts(texts);
  const { draft, change, readOnly } = props;
  return (
    <>
      <TextMode {...props} />
      <CodeEditor
        key={draft.textIsEdited ? "own" : "automatic"}
        label={t("textLabel")}
        value={draft.textIsEdited ? draft.text : props.saved.text}
        onChange={(text) => draft.textIsEdited && change({ text }, "text")}
        findings={props.marks ?? []}
        readOnly={readOnly || !draft.textIsEdited}
        height={props.height - TEXT_MODE_HEIGHT}
        {...(props.reveal ? { reveal: props.reveal } : {})}
      />
    </>
  );
}

const TEXT_MODE_HEIGHT = 72;

function TextMode(props: {
  draft: Draft;
  change: Change;
  saved: MailingView;
  readOnly: boolean;
}): ReactNode {
  const t = useTexts(texts);
  const { draft, change } = props;
  const renew = (): void => {
    const before = { text: draft.text, textIsEdited: true };
    change({ textIsEdited: false, text: "" });
    showUndo(t("textRenewed"), async () => change(before));
  };
  return (
    <div className="m-textmode">
      <SegmentedControl
        aria-label={t("textMode")}
        disabled={props.readOnly}
        value={draft.textIsEdited ? "own" : "automatic"}
        onChange={(value) =>
          value === "own" ? change({ textIsEdited: true, text: props.saved.text }) : renew()
        }
        data={[
          { value: "automatic", label: t("textAuto") },
          { value: "own", label: t("textOwn") },
        ]}
      />
      <span className="k-base">{draft.textIsEdited ? t("textOwnHelp") : t("textAutoHelp")}</span>
      {draft.textIsEdited && !props.readOnly && (
        <Button
          size="xs"
          leftSection={<IconRefresh size={16} stroke={1.6} aria-hidden="true" />}
          onClick={renew}
        >
          {t("textRenew")}
        </Button>
      )}
    </div>
  );
}

/** Findings with a place, as the code editor shows them. What is only good to know stays out of the code. */
function marksOf(findings: readonly Finding[], part: ContentPart, locale: Locale): CodeFinding[] {
  return findings.flatMap((finding, index) =>
    finding.part === part && finding.position && finding.severity !== "info"
      ? [
          {
            id: `${finding.rule}-${index}`,
            level: finding.severity === "block" ? ("error" as const) : ("warning" as const),
            from: finding.position.offset,
            to: finding.position.offset + finding.position.length,
            message: `${finding.rule}: ${finding.message[locale]}`,
          },
        ]
      : [],
  );
}
