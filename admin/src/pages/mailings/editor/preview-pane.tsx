import { SegmentedControl, Switch } from "@mantine/core";
import {
  IconDeviceDesktop,
  IconDeviceMobile,
  IconFileText,
  IconMoon,
  IconSun,
} from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import type { Finding } from "../../../../../contract/content.ts";
import type { MailingView } from "../../../../../contract/mailings.ts";
import { Avatar, Notice, Pill, Problem, useTexts } from "../../../ui/index.ts";
import { ScaledMail } from "../scaled-mail.tsx";
import { texts as shared } from "../texts.ts";
import { PersonField, type Person } from "./preview-person.tsx";
import { previewTexts } from "./preview-texts.ts";
import { texts } from "./texts.ts";
import type { LivePreview, Permission } from "./use-preview.ts";

const DESKTOP = 680;
const PHONE = 390;
type View = "desktop" | "phone" | "text";
/** On what a person could get the mail, or why not (CNT-18); the first is the one the mailing rests on. */
type Law = "consent" | "customer" | "objected";
const LAWS: Readonly<Record<string, readonly Law[]>> = {
  newsletter: ["consent", "customer", "objected"],
  customer_7_3: ["customer", "objected"],
};

/** The mail as a person receives it: per state of their permission, on computer and phone, light, dark, without images, as text. */
export function PreviewPane(props: {
  preview: LivePreview;
  permission: Permission;
  onPermission: (permission: Permission) => void;
  senderName: string;
  kind: MailingView["kind"];
  person: Person | undefined;
  onPerson: (person: Person | undefined) => void;
}): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const tState = useTexts(previewTexts);
  const [view, setView] = useState<View>(() => (window.innerWidth <= 760 ? "phone" : "desktop"));
  const [dark, setDark] = useState(false);
  const [images, setImages] = useState(true);
  const laws = LAWS[props.kind] ?? [];
  const [law, setLaw] = useState<Law | undefined>(laws[0]);
  const getsIt = law === laws[0];
  const { answer, error, busy } = props.preview;
  const label = (icon: ReactNode, words: string): ReactNode => (
    <span className="m-iconlabel" title={words}>
      {icon}
      <span className="k-hidden-visually">{words}</span>
    </span>
  );
  const icon = { size: 18, stroke: 1.6, "aria-hidden": true } as const;
  return (
    <div className="m-preview" aria-busy={busy}>
      <div className="m-previewbar">
        <div className="m-previewstates">
          {law !== undefined && (
            <>
              <span className="k-lab" id="m-law">
                {tState("law")}
              </span>
              <SegmentedControl
                aria-labelledby="m-law"
                className="m-segments"
                size="xs"
                value={law}
                onChange={(value) => setLaw(value as Law)}
                data={laws.map((value) => ({ value, label: tState(`laws.${value}`) }))}
              />
            </>
          )}
          <span className="k-lab" id="m-permission">
            {tShared("permission.label")}
          </span>
          <SegmentedControl
            aria-labelledby="m-permission"
            className="m-segments"
            size="xs"
            value={props.permission}
            disabled={!getsIt}
            onChange={(value) => props.onPermission(value as Permission)}
            data={(["granted", "unknown", "refused"] as const).map((value) => ({
              value,
              label: tShared(`permission.${value}`),
            }))}
          />
        </div>
        <div className="m-previewtools">
          <SegmentedControl
            aria-label={t("preview.view")}
            value={view}
            onChange={(value) => setView(value as View)}
            data={[
              {
                value: "desktop",
                label: label(<IconDeviceDesktop {...icon} />, t("preview.desktop")),
              },
              { value: "phone", label: label(<IconDeviceMobile {...icon} />, t("preview.phone")) },
              { value: "text", label: label(<IconFileText {...icon} />, t("preview.text")) },
            ]}
          />
          <SegmentedControl
            aria-label={`${t("preview.light")} / ${t("preview.dark")}`}
            value={dark ? "dark" : "light"}
            disabled={view === "text"}
            onChange={(value) => setDark(value === "dark")}
            data={[
              { value: "light", label: label(<IconSun {...icon} />, t("preview.light")) },
              { value: "dark", label: label(<IconMoon {...icon} />, t("preview.dark")) },
            ]}
          />
          <Switch
            size="sm"
            label={t("preview.images")}
            checked={images}
            disabled={view === "text"}
            onChange={(event) => setImages(event.currentTarget.checked)}
          />
          <PersonField person={props.person} onPerson={props.onPerson} />
        </div>
      </div>
      {error !== undefined && <Problem error={error} title={t("preview.failed")} />}
      {!getsIt && law !== undefined && (
        <Notice>{tState(law === "objected" ? "objected" : "customerOnly")}</Notice>
      )}
      {answer && getsIt && (
        <>
          <div className="m-inbox">
            <Avatar name={props.senderName} />
            <div>
              <p className="m-inbox-from">
                <b>{props.senderName}</b>
              </p>
              <p className="m-inbox-line">
                <b>{answer.subject || tShared("noSubject")}</b>
                {answer.preheader && <span className="k-muted"> – {answer.preheader}</span>}
              </p>
            </div>
          </div>
          <div className="m-measured">
            <Pill tone={answer.measured === "personal" ? "ok" : "unknown"}>
              {t(`preview.measured.${answer.measured}`)}
            </Pill>
            {props.kind === "core_campaign" && <Pill tone="unknown">{tShared("coreList")}</Pill>}
            <LintSummary findings={answer.findings} />
          </div>
          {props.kind === "customer_7_3" && (
            <p className="k-small k-muted">{tState("customerNote")}</p>
          )}
          <Body view={view} dark={dark} images={images} {...props} />
        </>
      )}
    </div>
  );
}

/** What the content check says, in a word; leads to its notes below the mail. */
function LintSummary({ findings }: { findings: readonly Finding[] }): ReactNode {
  const t = useTexts(texts);
  const blocking = findings.some((finding) => finding.severity === "block");
  return (
    <a className="m-lintlink k-plainlink" href="#m-lint">
      <Pill tone={blocking ? "danger" : findings.length > 0 ? "wait" : "go"}>
        {findings.length === 0
          ? t("lint.none")
          : blocking
            ? t("lint.summaryBlocked", { count: findings.length })
            : t("lint.summary", { count: findings.length })}
      </Pill>
    </a>
  );
}

function Body(props: {
  preview: LivePreview;
  permission: Permission;
  view: View;
  dark: boolean;
  images: boolean;
}): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const { answer, seen } = props.preview;
  if (!answer) return null;
  if (answer.html === "" && answer.text === "") {
    const empty = seen?.source.kind === "html" && seen.html.trim() === "";
    return <Notice>{empty ? t("preview.empty") : t("preview.broken")}</Notice>;
  }
  if (props.view === "text")
    return (
      <pre className="m-plain" tabIndex={0} aria-label={t("preview.text")}>
        {answer.text}
      </pre>
    );
  const foreignImages = props.images && /<img[^>]+src\s*=\s*["']?https?:/i.test(answer.html);
  return (
    <>
      <div className="m-device" data-view={props.view} data-dark={props.dark || undefined}>
        <ScaledMail
          html={answer.html}
          width={props.view === "phone" ? PHONE : DESKTOP}
          dark={props.dark}
          withoutImages={!props.images}
          title={t("preview.frame", { permission: tShared(`permission.${props.permission}`) })}
        />
      </div>
      {foreignImages && <p className="k-base">{t("preview.foreignImages")}</p>}
    </>
  );
}
