/**
 * Metric math as far as alarms here use it: arithmetic, comparisons (1 or 0), FILL with a number, IF. Pure. One data point a
 * metric, undefined where it has none: an expression has none then either, unless FILL gives one.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 */
import jsep, { type BinaryExpression, type CallExpression, type Expression, type Identifier, type Literal } from "jsep";

export type Point = number | undefined;

const operators: Record<string, (a: number, b: number) => number> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
  "<": (a, b) => Number(a < b),
  "<=": (a, b) => Number(a <= b),
  ">": (a, b) => Number(a > b),
  ">=": (a, b) => Number(a >= b),
  "==": (a, b) => Number(a === b),
  "!=": (a, b) => Number(a !== b),
};

const functions: Record<string, (...args: (() => Point)[]) => Point> = {
  FILL: (metric, value) => metric?.() ?? value?.(),
  IF: (condition, yes, no) => {
    const holds = condition?.();
    return holds === undefined ? undefined : holds ? yes?.() : no?.();
  },
};

/** What an expression is for given data points by id. Throws SyntaxError for what is not supported here. */
export function evaluate(expression: string, points: Readonly<Record<string, () => Point>>): Point {
  return pointOf(jsep(expression), points);
}

function pointOf(node: Expression, points: Readonly<Record<string, () => Point>>): Point {
  switch (node.type) {
    case "Literal":
      return Number((node as Literal).value);
    case "Identifier": {
      const { name } = node as Identifier;
      const point = points[name];
      if (!point) {
        throw new SyntaxError(`there is no metric "${name}"`);
      }
      return point();
    }
    case "BinaryExpression": {
      const { operator, left, right } = node as BinaryExpression;
      const compute = operators[operator];
      if (!compute) {
        throw new SyntaxError(`operator ${operator} is not supported`);
      }
      const [a, b] = [pointOf(left, points), pointOf(right, points)];
      // CloudWatch has no data point for what is not a number.
      const value = a === undefined || b === undefined ? Number.NaN : compute(a, b);
      return Number.isFinite(value) ? value : undefined;
    }
    case "CallExpression": {
      const { callee, arguments: args } = node as CallExpression;
      const call = functions[(callee as Identifier).name];
      if (!call) {
        throw new SyntaxError(`function ${(callee as Identifier).name} is not supported`);
      }
      return call(...args.map((argument) => () => pointOf(argument, points)));
    }
    default:
      throw new SyntaxError(`${node.type} is not supported`);
  }
}
