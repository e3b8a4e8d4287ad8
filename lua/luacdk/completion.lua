--- `luacdk completion SHELL`: prints a shell's completion script. Called by src/cli/completion.c. The scripts know
--- nothing of luacdk's options: they ask the program what fits, pass on the words up to the cursor, and get a line each
--- of a candidate, a tab and what it is; or :scripts, :files, :folders. They quote what they insert.
local scripts = {}

scripts.bash = [==[
# luacdk's completion for bash; written by `luacdk completion bash`.
_luacdk() {
    local line=${COMP_LINE:0:COMP_POINT} words=() word i
    for ((i = 0; i <= COMP_CWORD; i++)); do # bash has split words at = and :, too
        if ((i == 0)) || [[ $line == [[:blank:]]* ]]; then
            words+=('')
            line=${line#"${line%%[![:blank:]]*}"}
        fi
        word=${COMP_WORDS[i]}
        ((i == COMP_CWORD)) && word=$line
        words[-1]+=$word
        line=${line#"$word"}
    done
    words=("${words[@]/#\~\//$HOME/}")
    local quote=${words[-1]:0:1} cur breaks=${COMP_WORDBREAKS//[^=:]/} prefix='' candidate rest quoted
    words=("${words[@]//[\'\"\\]/}")
    cur=${words[-1]}
    [[ $quote == [\'\"] ]] || quote=
    [[ $breaks && ! $quote ]] && prefix=${cur%"${cur##*[$breaks]}"}
    local path=$cur
    [[ $cur == --*=* ]] && path=${cur#*=}
    COMPREPLY=()
    while IFS=$'\t' read -r candidate rest; do
        case $candidate in
        :scripts | :files | :folders)
            compopt -o filenames 2>/dev/null
            while IFS= read -r word; do
                [[ $candidate != :scripts || $word == *.lua || -d $word ]] && COMPREPLY+=("$word")
            done < <(if [[ $candidate == :folders ]]; then compgen -d -- "$path"; else compgen -f -- "$path"; fi)
            ;;
        "$cur"*)
            printf -v quoted %q "$candidate"
            [[ $quote && $quoted != "$candidate" ]] && continue
            printf -v quoted %q "${candidate#"$prefix"}"
            COMPREPLY+=("$quoted")
            [[ $candidate == *= ]] && compopt -o nospace 2>/dev/null
            ;;
        esac
    done < <("$1" completion bash -- "${words[@]}" 2>/dev/null)
}
complete -F _luacdk luacdk
]==]

scripts.zsh = [==[
#compdef luacdk
# luacdk's completion for zsh; written by `luacdk completion zsh`.
_luacdk() {
    local -a asked lines plain plain_shown open open_shown
    local line candidate shown
    asked=("${(@Q)words[1,CURRENT]}")
    asked[CURRENT]="${(Q)PREFIX}"
    asked=("${(@)asked/#\~\//$HOME/}")
    lines=("${(@f)$("$asked[1]" completion zsh -- "${(@)asked}" 2>/dev/null)}")
    for line in "${(@)lines}"; do
        candidate="${line%%$'\t'*}" shown="${line#*$'\t'}"
        [[ -n $shown && $shown != $line ]] && shown="$candidate  -- $shown" || shown="$candidate"
        case $line in
        '') ;;
        :*) [[ $PREFIX == --*=* ]] && compset -P '*=' ;|
        :scripts) _files -g '*.lua' ;;
        :files) _files ;;
        :folders) _files -/ ;;
        *$'\t'*)
            if [[ $candidate == *= ]]; then
                open+=("$candidate") open_shown+=("$shown")
            else
                plain+=("$candidate") plain_shown+=("$shown")
            fi
            ;;
        esac
    done
    (( $#plain )) && compadd -l -d plain_shown -a plain
    (( $#open )) && compadd -S '' -l -d open_shown -a open
    return 0
}
if [[ $funcstack[1] == _luacdk ]]; then _luacdk "$@"; else compdef _luacdk luacdk; fi
]==]

scripts.fish = [==[
# luacdk's completion for fish; written by `luacdk completion fish`.
function __luacdk_complete
    set -l current "$(commandline -ct)"
    set -l words (commandline -opc)
    set -l option (string match -r -- '^--[^=]*=' $current)
    set -l path (string replace -r -- '^--[^=]*=' '' $current)
    command $words[1] completion fish -- $words $current 2>/dev/null | while read -l line
        switch $line
            case :scripts
                printf "$option%s\n" (__fish_complete_suffix $path .lua)
            case :files
                printf "$option%s\n" (__fish_complete_path $path)
            case :folders
                printf "$option%s\n" (__fish_complete_directories $path '')
            case '*'
                printf '%s\n' $line
        end
    end
end
complete -c luacdk -f -a '(__luacdk_complete)'
]==]

return function(options)
  io.write(scripts[options.shell])
  return true
end
