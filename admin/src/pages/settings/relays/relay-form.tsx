import { Button, Checkbox, TextInput } from "@mantine/core";
import { useState, type FormEvent, type ReactNode } from "react";
import type { RelayTestView, RelayView } from "../../../../../contract/relays.ts";
import { api, ApiError, hasCode, useApiMutation } from "../../../api/index.ts";
import { Notice, Problem, showDone, useLocale, useTexts, type Locale } from "../../../ui/index.ts";
import { bodyOf, leavesEu, startOf, type RelayFormState } from "./form-state.ts";
import { API_KINDS, type Preset } from "./presets.ts";
import { AdvancedFields, ApiFields, ServerFields, type FieldsProps } from "./relay-fields.tsx";
import { texts } from "./texts.ts";

const STREAMS: RelayView["streams"] = ["marketing", "opt_in", "transactional"];

interface RelayProblem {
  path: string;
  message: Record<Locale, string>;
}

/** Creates or changes a way out, with the fields of its kind and no others. Secrets that are kept are not shown. */
export function RelayForm(props: {
  relay?: RelayView;
  preset?: Preset;
  privateHosts: string[];
  onClose: () => void;
}): ReactNode {
  const t = useTexts(texts);
  const locale = useLocale();
  const { relay, preset } = props;
  const kind = relay?.kind ?? preset!.start.kind;
  const [state, setState] = useState<RelayFormState>(() =>
    startOf(relay ? { relay } : { preset: preset! }),
  );
  const save = useApiMutation(
    async (andTest: boolean) => {
      const body = bodyOf(kind, state, !relay);
      const saved = relay
        ? await api.patch<RelayView>(`/relays/${relay.id}`, body)
        : await api.post<RelayView>("/relays", { kind, ...body });
      if (andTest) await api.post<RelayTestView>(`/relays/${saved.id}/test`);
      return saved;
    },
    {
      invalidates: ["/relays"],
      onSuccess: () => {
        showDone(t("saved"));
        props.onClose();
      },
    },
  );
  const problems =
    save.error instanceof ApiError
      ? ((save.error.problem["problems"] as RelayProblem[] | undefined) ?? [])
      : [];
  const fields: FieldsProps = {
    kind,
    state,
    isNew: !relay,
    set: (change) => setState((now) => ({ ...now, ...change })),
    errorAt: (path) => {
      const found = problems.filter((problem) => problem.path === path);
      return found.length === 0
        ? undefined
        : found.map((problem) => problem.message[locale]).join(" ");
    },
  };
  const needsConfirmation =
    (leavesEu(kind, state, preset) && !isConfirmedAlready(relay, state)) ||
    hasCode(save.error, "relay_outside_eu");
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate(true);
  };
  return (
    <form className="k-stack" onSubmit={submit}>
      {save.error && !hasCode(save.error, "relay_outside_eu") && (
        <Problem
          error={save.error}
          words={{
            relay_name_taken: t("problems.relay_name_taken"),
            too_many_relays: t("problems.too_many_relays"),
            relay_credentials_needed: t("problems.relay_credentials_needed"),
            relay_invalid: t("problems.relay_invalid"),
          }}
        />
      )}
      <TextInput
        label={t("name")}
        description={t("nameHelp")}
        required
        withAsterisk={false}
        maxLength={100}
        value={state.name}
        onChange={(event) => fields.set({ name: event.currentTarget.value })}
      />
      {kind === "mx" && <p>{t("directText")}</p>}
      {kind === "smtp" && <ServerFields {...fields} privateHosts={props.privateHosts} />}
      {API_KINDS.includes(kind) && <ApiFields {...fields} />}
      <Checkbox.Group
        label={t("streamsLabel")}
        value={state.streams}
        onChange={(chosen) =>
          fields.set({ streams: STREAMS.filter((stream) => chosen.includes(stream)) })
        }
      >
        <div className="k-stack" style={{ gap: 8, marginTop: 8 }}>
          {STREAMS.map((stream) => (
            <Checkbox key={stream} value={stream} label={t(`streams.${stream}`)} />
          ))}
        </div>
      </Checkbox.Group>
      <AdvancedFields {...fields} />
      {needsConfirmation && <LeavesEu {...fields} error={save.error} relay={relay} />}
      <div className="k-row k-ends">
        <Button onClick={props.onClose}>{t("cancel")}</Button>
        <Button
          disabled={state.streams.length === 0 || (needsConfirmation && !state.confirm)}
          loading={save.isPending && save.variables === false}
          onClick={() => save.mutate(false)}
        >
          {t("save")}
        </Button>
        <Button
          type="submit"
          variant="filled"
          disabled={state.streams.length === 0 || (needsConfirmation && !state.confirm)}
          loading={save.isPending && save.variables === true}
        >
          {t("saveTest")}
        </Button>
      </div>
    </form>
  );
}

function isConfirmedAlready(relay: RelayView | undefined, state: RelayFormState): boolean {
  return (
    relay !== undefined &&
    relay.outsideEuConfirmed !== null &&
    (relay.region ?? "") === state.region &&
    (relay.host ?? "") === state.host
  );
}

/** ORG-09: says what it means that mails leave the EU here, and wants a deliberate tick. */
function LeavesEu(
  props: FieldsProps & { error: unknown; relay: RelayView | undefined },
): ReactNode {
  const t = useTexts(texts);
  const locale = useLocale();
  const told =
    props.error instanceof ApiError
      ? (props.error.problem["place"] as RelayView["place"] | undefined)
      : undefined;
  const where =
    told?.where[locale] ??
    (props.kind === "postmark"
      ? t("places.us")
      : props.kind === "ses"
        ? props.state.region
        : props.state.outsideEu
          ? t("outsideEu")
          : t("places.world"));
  return (
    <Notice tone="wait" title={t("outsideTitle")}>
      <p>{t("outsideText", { where })}</p>
      <Checkbox
        mt="sm"
        label={t("outsideConfirm")}
        checked={props.state.confirm}
        onChange={(event) => props.set({ confirm: event.currentTarget.checked })}
      />
    </Notice>
  );
}
