/* The commands, one file each. They report their own errors and return the exit status. */
#ifndef LUACDK_CLI_COMMANDS_H
#define LUACDK_CLI_COMMANDS_H

struct invocation;

enum {
    COMMAND_SYNTH = 1 << 0,
    COMMAND_LS = 1 << 1,
    COMMAND_HELP = 1 << 2,
    COMMAND_SCHEMA = 1 << 3,
    COMMAND_REPL = 1 << 4,
    COMMAND_RENDER = 1 << 5,
    COMMAND_PARAMS = 1 << 6,
    COMMAND_IMPORT = 1 << 7,
    COMMAND_HANDLERS = 1 << 8,
    COMMAND_DIFF = 1 << 9,
    COMMAND_CHECK = 1 << 10,
    COMMAND_TREE = 1 << 11,
    COMMAND_INIT = 1 << 12,
    COMMAND_COMPLETION = 1 << 13,
    COMMAND_MAN = 1 << 14,
    COMMAND_GRAPH = 1 << 15,
    COMMAND_DEPLOY = 1 << 16,
    COMMAND_WATCH = 1 << 17,
    COMMAND_ASSET = 1 << 18,
    COMMAND_TEST = 1 << 19
};

int command_asset(const struct invocation *invocation);
int command_check(const struct invocation *invocation);
int command_synth(const struct invocation *invocation);
int command_deploy(const struct invocation *invocation);
int command_diff(const struct invocation *invocation);
int command_completion(const struct invocation *invocation);
int command_handlers(const struct invocation *invocation);
int command_init(const struct invocation *invocation);
int command_import(const struct invocation *invocation);
int command_ls(const struct invocation *invocation);
int command_man(const struct invocation *invocation);
int command_params(const struct invocation *invocation);
int command_render(const struct invocation *invocation);
int command_repl(const struct invocation *invocation);
int command_graph(const struct invocation *invocation);
int command_test(const struct invocation *invocation);
int command_watch(const struct invocation *invocation);
int command_tree(const struct invocation *invocation);
int command_schema(const struct invocation *invocation);
int command_help(const struct invocation *invocation);

/* `luacdk --version` */
int command_version(void);

#endif
