import { Textarea, TextInput, type TextareaProps, type TextInputProps } from "@mantine/core";
import {
  createContext,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useState,
  type FocusEvent,
  type ReactNode,
} from "react";
import type {
  AccountChange,
  AccountView,
  SettingsProblem,
} from "../../../../../contract/accounts.ts";
import { useCan } from "../../../api/index.ts";
import {
  Notice,
  RuleTag,
  useAutosave,
  useLocale,
  useTexts,
  type SaveState,
} from "../../../ui/index.ts";
import { useSaveAccount } from "./account.ts";
import { texts } from "./texts.ts";

/** A section of the settings while somebody fills it in; it saves itself. */
export interface Draft<T> {
  value: T;
  set: (patch: Partial<T>) => void;
  save: SaveState;
}

/**
 * Keeps what is being typed and saves it shortly after the last key. `initial` reads the section out of the
 * settings, `change` writes it back; it receives the settings as they are stored at that moment.
 */
export function useDraft<T extends object>(
  account: AccountView,
  initial: (account: AccountView) => T,
  change: (value: T, present: AccountView) => AccountChange,
): Draft<T> {
  const can = useCan();
  const saveAccount = useSaveAccount();
  const [value, setValue] = useState(() => initial(account));
  const save = useAutosave(value, (next) => saveAccount((present) => change(next, present)), {
    delay: 600,
    enabled: can("account.manage"),
  });
  const set = useCallback(
    (patch: Partial<T>) => setValue((before) => ({ ...before, ...patch })),
    [],
  );
  return useMemo(() => ({ value, set, save }), [value, set, save]);
}

interface Problems {
  at: (path: string) => ReactNode | undefined;
  touch: (path: string) => void;
}
const ProblemContext = createContext<Problems>({ at: () => undefined, touch: () => undefined });

/**
 * The frame of a form: shows what the server says is missing beside the field it concerns, once the field was left
 * or `showAll` asks for everything. Who may not change the settings reads them.
 */
export function DraftForm(props: {
  save: SaveState;
  problems: SettingsProblem[];
  showAll: boolean;
  children: ReactNode;
}): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const locale = useLocale();
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  // What was just typed is not yet known to the server; its word on it follows with the save.
  const [settled, setSettled] = useState<ReadonlySet<string>>(new Set());
  const state = props.save.state;
  useEffect(() => {
    if (state !== "clean" && state !== "saved") return;
    const timer = setTimeout(() => setSettled(left), 50);
    return () => clearTimeout(timer);
  }, [state, left]);
  const touch = useCallback(
    (path: string) => setLeft((before) => (before.has(path) ? before : new Set([...before, path]))),
    [],
  );
  const context = useMemo<Problems>(
    () => ({
      touch,
      at(path) {
        if (!props.showAll && !settled.has(path)) return undefined;
        const found = props.problems.filter((problem) => problem.path === path);
        if (found.length === 0) return undefined;
        return found.map((problem, index) => (
          <ProblemWords key={index} rule={problem.rule} words={problem.message[locale]} />
        ));
      },
    }),
    [touch, settled, props.showAll, props.problems, locale],
  );
  const onBlur = (event: FocusEvent): void => {
    const { name } = event.target as HTMLInputElement;
    if (name) touch(name);
  };
  const readOnly = !can("account.manage");
  return (
    <ProblemContext value={context}>
      {readOnly && <Notice>{t("readOnly")}</Notice>}
      <fieldset className="set-form" disabled={readOnly} onBlur={onBlur}>
        {props.children}
      </fieldset>
    </ProblemContext>
  );
}

/** The sentence of a problem with the rule behind it. Also for use outside a field. */
export function ProblemWords({ rule, words }: { rule: string; words: string }): ReactNode {
  return (
    <span className="set-problem">
      <span>{words}</span> <RuleTag rule={rule} />
    </span>
  );
}

/** What is wrong at a path, for `error` of a field; undefined while it is fine or not yet left. */
export function useProblem(path: string): ReactNode | undefined {
  return useContext(ProblemContext).at(path);
}

/** Tells that a choice was made which has no blur of its own. */
export function useTouch(): (path: string) => void {
  return useContext(ProblemContext).touch;
}

/** What is wrong with a group of fields as a whole. */
export function GroupProblem({ path }: { path: string }): ReactNode {
  const problem = useProblem(path);
  return problem ? (
    <p className="set-group-problem" role="alert">
      {problem}
    </p>
  ) : null;
}

type LineProps = Omit<TextInputProps, "value" | "onChange" | "name" | "error"> & {
  path: string;
  value: string | undefined;
  onChange: (value: string) => void;
};

/** A text field of the settings. `path` is where the server names its problems. */
export function Line({ path, value, onChange, ...rest }: LineProps): ReactNode {
  return (
    <TextInput
      maxLength={200}
      {...rest}
      name={path}
      error={useProblem(path)}
      value={value ?? ""}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

type LinesProps = Omit<TextareaProps, "value" | "onChange" | "name" | "error"> & {
  path: string;
  value: string[] | undefined;
  onChange: (value: string[]) => void;
};

/** Several names, one a line. */
export function Lines({ path, value, onChange, ...rest }: LinesProps): ReactNode {
  const t = useTexts(texts);
  return (
    <Textarea
      autosize
      minRows={2}
      maxRows={12}
      description={t("oneEachLine")}
      {...rest}
      name={path}
      error={useProblem(path)}
      value={(value ?? []).join("\n")}
      onChange={(event) => {
        const text = event.currentTarget.value;
        onChange(text === "" ? [] : text.split("\n").slice(0, 20));
      }}
    />
  );
}

/** A longer text, such as a reason. */
export function Prose(
  props: Omit<TextareaProps, "value" | "onChange" | "name" | "error"> & {
    path: string;
    value: string | undefined;
    onChange: (value: string) => void;
  },
): ReactNode {
  const { path, value, onChange, ...rest } = props;
  return (
    <Textarea
      autosize
      minRows={2}
      maxRows={10}
      maxLength={1000}
      {...rest}
      name={path}
      error={useProblem(path)}
      value={value ?? ""}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

/** Fields that belong together under a small heading. */
export function Group(props: { title?: string; text?: ReactNode; children: ReactNode }): ReactNode {
  return (
    <div className="set-group">
      {props.title && <h2>{props.title}</h2>}
      {props.text && <p className="k-muted set-group-text">{props.text}</p>}
      <div className="k-stack">{props.children}</div>
    </div>
  );
}

/** Two fields side by side where there is room. `wide` gives the first one two thirds. */
export function Pair(props: { wide?: "first" | "last"; children: ReactNode }): ReactNode {
  return (
    <div className="set-pair" data-wide={props.wide}>
      {props.children}
    </div>
  );
}
