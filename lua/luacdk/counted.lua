--- A number of things in words: counted(1, "file") → "1 file", counted(2, "file") → "2 files".
return function(count, noun) return ("%d %s%s"):format(count, noun, count == 1 and "" or "s") end
