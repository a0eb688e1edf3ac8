import { Button, Textarea, TextInput } from "@mantine/core";
import { useState, type ReactNode } from "react";
import type { IncidentDetail } from "../../../../../contract/incidents.ts";
import { api, useApiMutation } from "../../../api/index.ts";
import {
  Card,
  ChoiceCards,
  currentTime,
  DateTimeField,
  Notice,
  Problem,
  showDone,
  useTexts,
} from "../../../ui/index.ts";
import { texts } from "./texts.ts";
import { CHANGED } from "./words.ts";

type Props = { incident: IncidentDetail };
const LEAST = 10;

/** The one thing to do next, with what it needs and nothing else. */
export function NextStepCard({ incident }: Props): ReactNode {
  const t = useTexts(texts);
  switch (incident.next) {
    case "decide_proposal":
      return <Proposal incident={incident} />;
    case "describe":
      return (
        <Notice tone="go" title={t("describeTitle")}>
          {t("describeText")}
        </Notice>
      );
    case "decide_authority":
      return <Decide incident={incident} addressee="authority" />;
    case "decide_people":
      return <Decide incident={incident} addressee="people" />;
    case "tell_authority":
      return <Tell incident={incident} addressee="authority" />;
    case "tell_people":
      return <Tell incident={incident} addressee="people" />;
    case "close":
      return <Close incident={incident} />;
    case "none":
      return <Ended incident={incident} />;
  }
}

/** One act on the entry, and its button. */
function useAct(incident: IncidentDetail) {
  const t = useTexts(texts);
  return useApiMutation<{ path: string; body?: unknown }>(
    ({ path, body }) => api.post(`/incidents/${incident.id}${path}`, body),
    { invalidates: CHANGED, onSuccess: () => showDone(t("saved")) },
  );
}

function Words(props: {
  label: string;
  help?: string;
  value: string;
  onChange: (value: string) => void;
}): ReactNode {
  return (
    <Textarea
      label={props.label}
      description={props.help}
      required
      autosize
      minRows={2}
      maxLength={4000}
      value={props.value}
      onChange={(event) => props.onChange(event.currentTarget.value)}
    />
  );
}

function Proposal({ incident }: Props): ReactNode {
  const t = useTexts(texts);
  const act = useAct(incident);
  const [reason, setReason] = useState<string>();
  return (
    <Card title={t("proposalTitle")}>
      <div className="k-stack">
        <p className="k-muted">{t("proposalText")}</p>
        {reason !== undefined && (
          <Words
            label={t("dismissReason")}
            help={t("reasonHelp")}
            value={reason}
            onChange={setReason}
          />
        )}
        {act.error && <Problem error={act.error} />}
        <div className="k-row">
          {reason === undefined ? (
            <>
              <Button
                variant="filled"
                loading={act.isPending}
                onClick={() => act.mutate({ path: "/accept" })}
              >
                {t("accept")}
              </Button>
              <Button onClick={() => setReason("")}>{t("dismiss")}</Button>
            </>
          ) : (
            <>
              <Button
                variant="filled"
                loading={act.isPending}
                disabled={reason.trim().length < LEAST}
                onClick={() => act.mutate({ path: "/dismiss", body: { reason: reason.trim() } })}
              >
                {t("save")}
              </Button>
              <Button onClick={() => setReason(undefined)}>{t("cancel")}</Button>
            </>
          )}
        </div>
      </div>
    </Card>
  );
}

/** What speaks for it by what was entered; the decision stays with the person. */
function adviceFor({ severity, dataKinds }: IncidentDetail, addressee: "authority" | "people") {
  const isDelicate = dataKinds.some((kind) => ["bank", "health", "credentials"].includes(kind));
  return isDelicate || (addressee === "authority" ? severity !== "low" : severity === "high");
}

function Decide({ incident, addressee }: Props & { addressee: "authority" | "people" }): ReactNode {
  const t = useTexts(texts);
  const act = useAct(incident);
  const advised = adviceFor(incident, addressee);
  const [choice, setChoice] = useState<"yes" | "no">();
  const [reason, setReason] = useState("");
  const isAuthority = addressee === "authority";
  return (
    <Card title={t(isAuthority ? "authorityTitle" : "peopleNoticeTitle")}>
      <form
        className="k-stack"
        onSubmit={(event) => {
          event.preventDefault();
          act.mutate({
            path: `/decisions/${addressee}`,
            body: { notify: choice === "yes", reason: reason.trim() },
          });
        }}
      >
        <p className="k-muted">{t(isAuthority ? "authorityText" : "peopleNoticeText")}</p>
        <ChoiceCards
          legend={t(isAuthority ? "authorityTitle" : "peopleNoticeTitle")}
          hideLegend
          value={choice}
          onChange={setChoice}
          choices={[
            {
              value: "yes",
              title: t(isAuthority ? "yes" : "yesPeople"),
              text: advised ? t("advised") : undefined,
            },
            {
              value: "no",
              title: t(isAuthority ? "no" : "noPeople"),
              text: advised ? undefined : t("notAdvised"),
            },
          ]}
        />
        <Words label={t("reason")} help={t("reasonHelp")} value={reason} onChange={setReason} />
        {act.error && <Problem error={act.error} />}
        <div className="k-row k-ends">
          <Button
            type="submit"
            variant="filled"
            loading={act.isPending}
            disabled={choice === undefined || reason.trim().length < LEAST}
          >
            {t("decide")}
          </Button>
        </div>
      </form>
    </Card>
  );
}

function Tell({ incident, addressee }: Props & { addressee: "authority" | "people" }): ReactNode {
  const t = useTexts(texts);
  const act = useAct(incident);
  const [at, setAt] = useState<string | null>(() => currentTime().toISOString());
  const [reference, setReference] = useState("");
  const isAuthority = addressee === "authority";
  return (
    <Card title={t(isAuthority ? "tellAuthorityTitle" : "tellPeopleTitle")}>
      <form
        className="k-stack"
        onSubmit={(event) => {
          event.preventDefault();
          act.mutate({
            path: `/told/${addressee}`,
            body: { ...(at === null ? {} : { at }), reference: reference.trim() },
          });
        }}
      >
        <p className="k-muted">{t(isAuthority ? "tellAuthorityText" : "tellPeopleText")}</p>
        <div className="k-two">
          <DateTimeField label={t("toldAt")} value={at} onChange={setAt} />
          <TextInput
            label={t("reference")}
            maxLength={300}
            value={reference}
            onChange={(event) => setReference(event.currentTarget.value)}
          />
        </div>
        {act.error && <Problem error={act.error} />}
        <div className="k-row k-ends">
          <Button type="submit" variant="filled" loading={act.isPending}>
            {t("told")}
          </Button>
        </div>
      </form>
    </Card>
  );
}

function Close({ incident }: Props): ReactNode {
  const t = useTexts(texts);
  const act = useAct(incident);
  const [lesson, setLesson] = useState("");
  return (
    <Card title={t("closeTitle")}>
      <form
        className="k-stack"
        onSubmit={(event) => {
          event.preventDefault();
          act.mutate({ path: "/close", body: { lesson: lesson.trim() } });
        }}
      >
        <p className="k-muted">{t("closeText")}</p>
        <Words label={t("lesson")} help={t("reasonHelp")} value={lesson} onChange={setLesson} />
        {act.error && <Problem error={act.error} />}
        <div className="k-row k-ends">
          <Button
            type="submit"
            variant="filled"
            loading={act.isPending}
            disabled={lesson.trim().length < LEAST}
          >
            {t("close")}
          </Button>
        </div>
      </form>
    </Card>
  );
}

function Ended({ incident }: Props): ReactNode {
  const t = useTexts(texts);
  const act = useAct(incident);
  const [reason, setReason] = useState<string>();
  if (incident.state === "dismissed") return <Notice title={t("dismissedTitle")} />;
  return (
    <Notice
      tone="ok"
      title={t("endedTitle")}
      action={
        reason === undefined && (
          <Button size="xs" onClick={() => setReason("")}>
            {t("reopen")}
          </Button>
        )
      }
    >
      {reason !== undefined && (
        <div className="k-stack">
          <Words
            label={t("reopenReason")}
            help={t("reasonHelp")}
            value={reason}
            onChange={setReason}
          />
          {act.error && <Problem error={act.error} />}
          <div className="k-row">
            <Button
              size="xs"
              loading={act.isPending}
              disabled={reason.trim().length < LEAST}
              onClick={() => act.mutate({ path: "/reopen", body: { reason: reason.trim() } })}
            >
              {t("reopen")}
            </Button>
            <Button size="xs" variant="subtle" onClick={() => setReason(undefined)}>
              {t("cancel")}
            </Button>
          </div>
        </div>
      )}
    </Notice>
  );
}
