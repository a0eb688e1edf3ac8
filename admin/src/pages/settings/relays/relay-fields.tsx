import { Checkbox, NumberInput, PasswordInput, Select, TextInput } from "@mantine/core";
import { useState, type ReactNode } from "react";
import type { RelayView } from "../../../../../contract/relays.ts";
import { Notice, useTexts } from "../../../ui/index.ts";
import { regionsOf, type RelayFormState } from "./form-state.ts";
import { texts } from "./texts.ts";

export interface FieldsProps {
  kind: RelayView["kind"];
  state: RelayFormState;
  isNew: boolean;
  set: (change: Partial<RelayFormState>) => void;
  errorAt: (path: string) => string | undefined;
}

type TextName = {
  [K in keyof RelayFormState]: RelayFormState[K] extends string ? K : never;
}[keyof RelayFormState];

/** Value, change and error of a text of the form. */
function textOf({ state, set, errorAt }: FieldsProps, name: TextName, path: string = name) {
  return {
    value: state[name],
    error: errorAt(path),
    onChange: (event: { currentTarget: { value: string } }) =>
      set({ [name]: event.currentTarget.value }),
  };
}

const TLS: RelayView["tls"][] = ["required", "implicit", "opportunistic", "none"];
const typed = (value: string | number): number | "" => (typeof value === "number" ? value : "");
const LOOPBACK = /^(?:localhost|127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.)/;

/** An SMTP server: host, port, encryption and how one signs in. */
export function ServerFields(props: FieldsProps & { privateHosts: string[] }): ReactNode {
  const t = useTexts(texts);
  const { state, set } = props;
  const host = state.host.trim().toLowerCase();
  const needsLeave =
    LOOPBACK.test(host) &&
    !props.privateHosts.some((own) => own === host || own === `${host}:${state.port}`);
  return (
    <>
      <div className="rel-two">
        <TextInput
          label={t("host")}
          placeholder="smtp.example.com"
          required
          withAsterisk={false}
          maxLength={253}
          autoComplete="off"
          {...textOf(props, "host")}
        />
        <NumberInput
          label={t("port")}
          required
          withAsterisk={false}
          min={1}
          max={65535}
          allowDecimal={false}
          thousandSeparator={false}
          value={state.port}
          error={props.errorAt("port")}
          onChange={(value) => set({ port: typed(value) })}
        />
      </div>
      {needsLeave && <Notice tone="wait">{t("privateHost", { host })}</Notice>}
      <Select
        label={t("tlsLabel")}
        data={TLS.map((value) => ({ value, label: t(`tls.${value}`) }))}
        value={state.tls}
        allowDeselect={false}
        error={props.errorAt("tls")}
        onChange={(value) => value && set({ tls: value as RelayView["tls"] })}
      />
      <Select
        label={t("sign")}
        data={(["none", "password", "oauth2"] as const).map((value) => ({
          value,
          label: t(`signs.${value}`),
        }))}
        value={state.sign}
        allowDeselect={false}
        error={state.sign === "none" ? props.errorAt("credentials") : undefined}
        onChange={(value) => value && set({ sign: value as RelayFormState["sign"] })}
      />
      {state.sign === "password" && <PasswordFields {...props} />}
      {state.sign === "oauth2" && <TokenFields {...props} />}
      <Checkbox
        label={t("outside")}
        checked={state.outsideEu}
        onChange={(event) => set({ outsideEu: event.currentTarget.checked })}
      />
    </>
  );
}

/** Kept secrets stay where nothing is typed. */
function keptHint(props: FieldsProps, t: (key: "keep") => string) {
  return props.isNew ? { required: true, withAsterisk: false } : { placeholder: t("keep") };
}

function PasswordFields(props: FieldsProps): ReactNode {
  const t = useTexts(texts);
  return (
    <>
      <div className="rel-two" data-even>
        <TextInput
          label={t("user")}
          maxLength={320}
          autoComplete="off"
          {...keptHint(props, t)}
          {...textOf(props, "user", "credentials")}
        />
        <PasswordInput
          label={t("password")}
          maxLength={1000}
          autoComplete="new-password"
          {...keptHint(props, t)}
          {...textOf(props, "password", "-")}
        />
      </div>
      <p className="k-small k-muted">{t("sealed")}</p>
    </>
  );
}

function TokenFields(props: FieldsProps): ReactNode {
  const t = useTexts(texts);
  return (
    <>
      <TextInput
        label={t("user")}
        placeholder="newsletter@musterbank.example"
        maxLength={320}
        autoComplete="off"
        {...keptHint(props, t)}
        {...textOf(props, "user", "-")}
      />
      <TextInput
        label={t("tokenUrl")}
        maxLength={500}
        {...keptHint(props, t)}
        {...textOf(props, "tokenUrl", "credentials")}
      />
      <div className="rel-two" data-even>
        <TextInput
          label={t("clientId")}
          maxLength={500}
          autoComplete="off"
          {...keptHint(props, t)}
          {...textOf(props, "clientId", "-")}
        />
        <PasswordInput
          label={t("clientSecret")}
          maxLength={1000}
          autoComplete="new-password"
          {...keptHint(props, t)}
          {...textOf(props, "clientSecret", "-")}
        />
      </div>
      <PasswordInput
        label={t("refreshToken")}
        maxLength={4000}
        autoComplete="new-password"
        {...keptHint(props, t)}
        {...textOf(props, "refreshToken", "-")}
      />
      <p className="k-small k-muted">{t("sealed")}</p>
    </>
  );
}

/** A provider's interface: keys, region, and the provider's own division. */
export function ApiFields(props: FieldsProps): ReactNode {
  const t = useTexts(texts);
  const { kind, state, set } = props;
  const regions = regionsOf(kind);
  const [other, setOther] = useState(regions.length > 0 && !regions.includes(state.region));
  if (kind === "smtp" || kind === "mx") return null;
  return (
    <>
      {(kind === "ses" || kind === "mailjet") && (
        <TextInput
          label={t(`apiKey.${kind}`)}
          maxLength={500}
          autoComplete="off"
          {...keptHint(props, t)}
          {...textOf(props, "key", "credentials")}
        />
      )}
      <PasswordInput
        label={t(`apiSecret.${kind}`)}
        description={t("sealed")}
        maxLength={1000}
        autoComplete="new-password"
        {...keptHint(props, t)}
        {...textOf(props, "secret", kind === "ses" || kind === "mailjet" ? "-" : "credentials")}
      />
      {regions.length > 0 && (
        <Select
          label={t("region")}
          description={kind === "ses" ? t("regionHelp") : undefined}
          data={[
            ...regions.map((value) => ({ value, label: value })),
            ...(kind === "ses" ? [{ value: "other", label: t("regionOther") }] : []),
          ]}
          value={other ? "other" : state.region}
          allowDeselect={false}
          error={other ? undefined : props.errorAt("region")}
          onChange={(value) => {
            setOther(value === "other");
            if (value !== null) set({ region: value === "other" ? "" : value });
          }}
        />
      )}
      {other && (
        <TextInput
          label={t("regionOther")}
          placeholder="us-east-1"
          required
          withAsterisk={false}
          maxLength={40}
          {...textOf(props, "region")}
        />
      )}
      <ChannelField {...props} />
    </>
  );
}

function ChannelField(props: FieldsProps): ReactNode {
  const t = useTexts(texts);
  const field = { maxLength: 100, ...textOf(props, "channel") };
  switch (props.kind) {
    case "ses":
      return <TextInput label={t("configurationSet")} {...field} />;
    case "scaleway":
      return <TextInput label={t("projectId")} required withAsterisk={false} {...field} />;
    case "postmark":
      return (
        <>
          <TextInput
            label={t("messageStream")}
            description={t("messageStreamHelp")}
            placeholder="outbound"
            {...field}
          />
          <Notice tone="plain">{t("postmarkUnsubscribe")}</Notice>
        </>
      );
    default:
      return null;
  }
}

/** Order, limits, proxy and name: sensible as they are for most. */
export function AdvancedFields(props: FieldsProps): ReactNode {
  const t = useTexts(texts);
  const { kind, state, set } = props;
  const isSmtp = kind === "smtp" || kind === "mx";
  return (
    <details className="rel-more">
      <summary>{t("advanced")}</summary>
      <div className="k-stack">
        <div className="rel-two" data-even>
          <NumberInput
            label={t("priority")}
            description={t("priorityHelp")}
            min={1}
            max={99}
            allowDecimal={false}
            value={state.priority}
            onChange={(value) => set({ priority: typed(value) })}
          />
          <NumberInput
            label={t("weight")}
            description={t("weightHelp")}
            min={1}
            max={100}
            allowDecimal={false}
            value={state.weight}
            onChange={(value) => set({ weight: typed(value) })}
          />
          <NumberInput
            label={t("connections")}
            description={t("connectionsHelp")}
            min={1}
            max={50}
            allowDecimal={false}
            value={state.connections}
            onChange={(value) => set({ connections: typed(value) })}
          />
          <NumberInput
            label={t("perSecond")}
            description={t("perSecondHelp")}
            min={1}
            max={10_000}
            allowDecimal={false}
            thousandSeparator={false}
            value={state.perSecond}
            onChange={(value) => set({ perSecond: typed(value) })}
          />
        </div>
        {kind === "mx" && (
          <Select
            label={t("tlsLabel")}
            data={(["opportunistic", "required"] as const).map((value) => ({
              value,
              label: t(`tls.${value}`),
            }))}
            value={state.tls}
            allowDeselect={false}
            onChange={(value) => value && set({ tls: value as RelayView["tls"] })}
          />
        )}
        {isSmtp && (
          <>
            <TextInput
              label={t("proxy")}
              description={t("proxyHelp")}
              maxLength={500}
              autoComplete="off"
              {...(props.isNew ? {} : { placeholder: t("keep") })}
              {...textOf(props, "proxy", "proxyUrl")}
            />
            <TextInput
              label={t("heloName")}
              description={t("heloHelp")}
              placeholder="mail.musterbank.example"
              maxLength={253}
              {...textOf(props, "heloName")}
            />
          </>
        )}
      </div>
    </details>
  );
}
