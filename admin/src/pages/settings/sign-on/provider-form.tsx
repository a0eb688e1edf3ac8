import { Button, PasswordInput, Switch, TextInput } from "@mantine/core";
import { useState, type FormEvent, type ReactNode } from "react";
import type {
  IdentityProviderInput,
  IdentityProviderState,
} from "../../../../../contract/sign-in.ts";
import { api, hasCode, useApiMutation } from "../../../api/index.ts";
import { Card, CopyButton, Grid, Problem, showDone, useTexts } from "../../../ui/index.ts";
import { RoleRules } from "./role-rules.tsx";
import { texts } from "./texts.ts";

export type Draft = Omit<IdentityProviderInput, "clientSecret" | "mfaAmr" | "mfaAcr"> & {
  secret: string;
  amr: string;
  acr: string;
};

function draftOf({ provider }: IdentityProviderState): Draft {
  return {
    name: provider?.name ?? "",
    issuer: provider?.issuer ?? "",
    clientId: provider?.clientId ?? "",
    enabled: provider?.enabled ?? true,
    mfaCounts: provider?.mfaCounts ?? false,
    roleClaim: provider?.roleClaim ?? null,
    roleRules: provider?.roleRules ?? [],
    secret: "",
    amr: (provider?.mfaAmr ?? ["mfa"]).join(", "),
    acr: (provider?.mfaAcr ?? []).join(", "),
  };
}

const words = (text: string): string[] => [
  ...new Set(
    text
      .split(",")
      .map((word) => word.trim())
      .filter((word) => word !== ""),
  ),
];

/** Everything about the identity provider, saved at once. */
export function ProviderForm({ state }: { state: IdentityProviderState }): ReactNode {
  const t = useTexts(texts);
  const [draft, setDraft] = useState(() => draftOf(state));
  const change = (part: Partial<Draft>): void => setDraft({ ...draft, ...part });
  const save = useApiMutation(
    () => {
      const { secret, amr, acr, ...rest } = draft;
      const claim = rest.roleClaim?.trim();
      return api.put<IdentityProviderState>("/identity-provider", {
        ...rest,
        roleClaim: claim ? claim : null,
        roleRules: rest.roleRules.filter((rule) => rule.value.trim() !== ""),
        mfaAmr: words(amr),
        mfaAcr: words(acr),
        ...(secret === "" ? {} : { clientSecret: secret }),
      });
    },
    {
      invalidates: ["/identity-provider"],
      onSuccess: () => {
        change({ secret: "" });
        showDone(t("saved"));
      },
    },
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate();
  };
  const badIssuer = hasCode(save.error, "issuer_invalid");
  return (
    <form className="k-stack-lg" onSubmit={submit}>
      {save.error && !badIssuer && <Problem error={save.error} />}
      <Grid className="set-section">
        <Connection state={state} draft={draft} change={change} badIssuer={badIssuer} />
        <div className="c6 k-stack-lg">
          <FactorPart draft={draft} change={change} />
          <RoleRules draft={draft} change={change} ownRoles={state.ownRoles} />
        </div>
      </Grid>
      <div>
        <Button type="submit" variant="filled" loading={save.isPending}>
          {t("save")}
        </Button>
      </div>
    </form>
  );
}

export interface PartProps {
  draft: Draft;
  change: (part: Partial<Draft>) => void;
}

function Connection(
  props: PartProps & { state: IdentityProviderState; badIssuer: boolean },
): ReactNode {
  const t = useTexts(texts);
  const { draft, change, state } = props;
  return (
    <Card className="c6" title={t("connection")} foot={t("connectionFoot")}>
      <div className="k-stack">
        <div className="set-secret">
          <p className="k-cap">{t("redirect")}</p>
          <code tabIndex={0}>{state.redirectUri}</code>
          <CopyButton value={state.redirectUri} />
        </div>
        <TextInput
          label={t("name")}
          placeholder={t("nameExample")}
          required
          withAsterisk={false}
          maxLength={60}
          value={draft.name}
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        <TextInput
          label={t("issuer")}
          description={t("issuerHelp")}
          placeholder="https://login.musterbank.example/realms/haus"
          type="url"
          required
          withAsterisk={false}
          maxLength={500}
          error={props.badIssuer ? t("issuerInvalid") : undefined}
          value={draft.issuer}
          onChange={(event) => change({ issuer: event.currentTarget.value })}
        />
        <TextInput
          label={t("clientId")}
          required
          withAsterisk={false}
          maxLength={300}
          autoComplete="off"
          value={draft.clientId}
          onChange={(event) => change({ clientId: event.currentTarget.value })}
        />
        <PasswordInput
          label={t("secret")}
          description={state.provider?.hasSecret ? t("secretStored") : t("secretHelp")}
          autoComplete="off"
          maxLength={500}
          value={draft.secret}
          onChange={(event) => change({ secret: event.currentTarget.value })}
        />
        <Switch
          label={t("enabled")}
          checked={draft.enabled}
          onChange={(event) => change({ enabled: event.currentTarget.checked })}
        />
        <div>
          <p>
            <b>{t("who")}</b>
          </p>
          <p className="k-small k-muted">{t("whoText")}</p>
        </div>
      </div>
    </Card>
  );
}

function FactorPart({ draft, change }: PartProps): ReactNode {
  const t = useTexts(texts);
  return (
    <Card title={t("mfa")}>
      <div className="k-stack">
        <Switch
          label={t("mfaCounts")}
          description={t("mfaHelp")}
          checked={draft.mfaCounts}
          onChange={(event) => change({ mfaCounts: event.currentTarget.checked })}
        />
        {draft.mfaCounts && (
          <>
            <TextInput
              label={t("amr")}
              description={t("amrHelp")}
              value={draft.amr}
              onChange={(event) => change({ amr: event.currentTarget.value })}
            />
            <TextInput
              label={t("acr")}
              description={t("acrHelp")}
              value={draft.acr}
              onChange={(event) => change({ acr: event.currentTarget.value })}
            />
          </>
        )}
      </div>
    </Card>
  );
}
