export { EvaluationError, evaluateStacks } from "./stacks";
